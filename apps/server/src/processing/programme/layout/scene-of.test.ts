import { describe, expect, it } from 'vitest';
import type { StageParticipant, StageTrack } from '../../../ports/space-stage.ts';
import { sceneOf, soundsOf } from './scene-of.ts';

const camera: StageTrack = { tid: 'cam', source: 'camera', kind: 'video', isMuted: false };
const microphone: StageTrack = { tid: 'mic', source: 'microphone', kind: 'audio', isMuted: false };
const who = (connectionId: string, ...tracks: StageTrack[]): StageParticipant => ({ connectionId, tracks });
const view = (participants: StageParticipant[], ...speakers: string[]) => ({
  ...{ room: 'r', participants },
  speakers: speakers.map((peer) => ({ peer, tid: 'mic' })),
});

describe('sceneOf', () => {
  it('leaves out who publishes nothing, and keeps a place for who has no picture', () => {
    const muted = { ...camera, isMuted: true };
    const { scene } = sceneOf(view([who('a', camera), who('b'), who('c', muted, microphone)]), null);
    expect(scene.people).toEqual([
      { camera: { peer: 'a', tid: 'cam' }, screen: null },
      { camera: null, screen: null },
    ]);
  });

  it('leaves the floor to who spoke last', () => {
    const all = [who('a', camera), who('b', camera)];
    expect(sceneOf(view(all, 'b', 'a'), null)).toMatchObject({ speaker: 'b', scene: { speaker: 1 } });
    expect(sceneOf(view(all), 'b')).toMatchObject({ speaker: 'b', scene: { speaker: 1 } });
    expect(sceneOf(view(all.slice(0, 1)), 'b').scene.speaker).toBe(-1);
  });
});

it('hears every microphone and the sound of screens', () => {
  const shared: StageTrack = { ...microphone, tid: 'tab', source: 'screenshareaudio' };
  expect(soundsOf(view([who('a', camera, microphone), who('b', shared)]))).toEqual([
    { peer: 'a', tid: 'mic' },
    { peer: 'b', tid: 'tab' },
  ]);
});
