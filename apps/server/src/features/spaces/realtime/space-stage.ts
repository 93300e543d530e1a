import type { SpaceStage, StageParticipant, StageView } from '../../../ports/space-stage.ts';
import { isVisible, type Room } from '../room/room.ts';
import type { LiveRooms } from './live-rooms.ts';

/** Who is lost may be back in a moment; nothing of them is to be seen until then. */
const participantsOf = ({ connections }: Room): StageParticipant[] =>
  [...connections.values()]
    .filter((connection) => isVisible(connection) && connection.phase === 'live')
    .map(({ id, tracks }) => ({
      connectionId: id,
      tracks: [...tracks.values()].map(({ tid, kind, source, muted }) => ({ tid, kind, source, isMuted: muted })),
    }));

/** The rooms of this process as programmes see them. A room has the name of its space in the media server. */
export function createSpaceStage(rooms: () => Pick<LiveRooms, 'find'>): SpaceStage {
  return {
    look(spaceId): StageView | null {
      const room = rooms().find(spaceId)?.room;
      if (room === undefined) return null;
      return { room: spaceId, participants: participantsOf(room), speakers: room.speakers };
    },
    watch: (spaceId, listener) => rooms().find(spaceId)?.onStep(listener) ?? (() => undefined),
    setBroadcasting(spaceId, isOn) {
      rooms().find(spaceId)?.feedAll({ kind: 'broadcasting', isOn });
    },
  };
}
