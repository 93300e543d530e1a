import type { TrackRef } from '../../../ports/sfu.ts';
import type { StageParticipant, StageTrack, StageView } from '../../../ports/space-stage.ts';
import type { Person, Scene } from './scene.ts';

function trackFrom({ connectionId: peer, tracks }: StageParticipant, source: StageTrack['source']): TrackRef | null {
  const found = tracks.find((track) => track.source === source && track.kind === 'video' && !track.isMuted);
  return found === undefined ? null : { peer, tid: found.tid };
}

const personOf = (participant: StageParticipant): Person => ({
  camera: trackFrom(participant, 'camera') ?? trackFrom(participant, 'other'),
  screen: trackFrom(participant, 'screenshare'),
});

/** Who publishes anything takes part in the picture. */
const isOnStage = ({ tracks }: StageParticipant): boolean => tracks.length > 0;

/** The scene, and the connection that has the floor: `lastSpeaker` keeps it while nobody speaks. */
export function sceneOf(
  { participants, speakers }: StageView,
  lastSpeaker: string | null,
): { readonly scene: Scene; readonly speaker: string | null } {
  const onStage = participants.filter(isOnStage);
  const indexOf = (id: string | null): number => onStage.findIndex(({ connectionId }) => connectionId === id);
  const heard = speakers.find(({ peer }) => indexOf(peer) !== -1)?.peer ?? lastSpeaker;
  return { scene: { people: onStage.map(personOf), speaker: indexOf(heard) }, speaker: heard };
}

/** Everything that is to be heard. What is muted stays, for it may be heard again at any moment. */
export const soundsOf = ({ participants }: StageView): TrackRef[] =>
  participants.flatMap(({ connectionId: peer, tracks }) =>
    tracks.filter(({ kind }) => kind === 'audio').map(({ tid }) => ({ peer, tid })),
  );
