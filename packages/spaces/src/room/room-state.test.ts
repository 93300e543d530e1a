import { describe, expect, test } from 'vitest';
import type { Joined, ServerFrame, WireParticipant, WireTrack } from '../protocol/wire.ts';
import type { RoomChange } from './room-change.ts';
import { applyFrame, enterRoom, type RoomState } from './room-state.ts';

const track = (tid: string, more: Partial<WireTrack> = {}): WireTrack => ({
  ...{ tid, kind: 2, name: '', muted: false, source: 'camera', width: 0, height: 0 },
  ...more,
});

const person = (connectionId: string, participantId: string, ...tracks: WireTrack[]): WireParticipant => ({
  ...{ connectionId, participantId, role: 1, status: 1, displayName: participantId },
  tracks,
});

const joined = (...participants: WireParticipant[]): Joined => ({
  ...{ sessionId: 's', connectionId: 'me', participantId: 'alice', displayName: '', broadcasting: false },
  ...{ offers: [], cameraEncodings: [], screenshareEncodings: [], iceServers: [] },
  participants,
});

const inside = (...participants: WireParticipant[]): RoomState => enterRoom(null, joined(...participants)).state;

/** The state and all changes after these frames. */
function run(state: RoomState, ...frames: ServerFrame[]): { state: RoomState; changes: RoomChange[] } {
  return frames.reduce(
    (before, frame) => {
      const { state: next, changes } = applyFrame(before.state, frame);
      return { state: next, changes: [...before.changes, ...changes] };
    },
    { state, changes: [] as RoomChange[] },
  );
}

const types = (changes: readonly RoomChange[]) => changes.map(({ type }) => type);

describe('entering', () => {
  test('who is there already has joined', () => {
    const { changes } = enterRoom(null, joined(person('c1', 'bob'), person('c2', 'eve')));
    expect(changes).toEqual([
      { type: 'joined', participant: person('c1', 'bob') },
      { type: 'joined', participant: person('c2', 'eve') },
    ]);
  });

  test('again, only what differs is told', () => {
    const before = inside(person('c1', 'bob', track('t1'), track('t2')), person('c2', 'eve'), person('c3', 'max'));
    const { changes } = enterRoom(
      before,
      joined(person('c9', 'bob', track('t1', { muted: true }), track('t3')), person('c3', 'max'), person('c4', 'new')),
    );
    expect(changes).toEqual([
      { type: 'left', connectionId: 'c2' },
      { type: 'moved', from: 'c1', participant: expect.objectContaining({ connectionId: 'c9' }) },
      { type: 'unpublished', connectionId: 'c9', tid: 't2' },
      { type: 'muted', connectionId: 'c9', tid: 't1', muted: true },
      { type: 'published', connectionId: 'c9', track: track('t3') },
      { type: 'joined', participant: person('c4', 'new') },
    ]);
  });

  test('nobody speaks any more until it is told again', () => {
    const speaking = run(inside(person('c1', 'bob')), {
      kind: 'speakers',
      speakers: [{ connectionId: 'c1', trackId: 't' }],
    }).state;
    const { changes } = enterRoom(speaking, joined(person('c1', 'bob')));
    expect(changes).toEqual([{ type: 'speakers', speakers: [], started: [], stopped: ['c1'] }]);
  });
});

describe('people', () => {
  test('join and leave', () => {
    const { state, changes } = run(
      inside(),
      { kind: 'connected', participant: person('c1', 'bob') },
      { kind: 'disconnected', connectionId: 'c1' },
    );
    expect(types(changes)).toEqual(['joined', 'left']);
    expect(state.participants).toEqual([]);
  });

  test('somebody who comes back under another connection is the same person', () => {
    const { state, changes } = run(
      inside(person('c1', 'bob', track('t1'))),
      { kind: 'connected', participant: person('c2', 'bob', track('t1')) },
      { kind: 'disconnected', connectionId: 'c1' },
    );
    expect(types(changes)).toEqual(['moved']);
    expect(state.participants.map(({ connectionId }) => connectionId)).toEqual(['c2']);
  });

  test('one who leaves while speaking speaks no more', () => {
    const { changes } = run(
      inside(person('c1', 'bob')),
      { kind: 'speakers', speakers: [{ connectionId: 'c1', trackId: 't' }] },
      { kind: 'disconnected', connectionId: 'c1' },
    );
    expect(changes.slice(1)).toEqual([
      { type: 'speakers', speakers: [], started: [], stopped: ['c1'] },
      { type: 'left', connectionId: 'c1' },
    ]);
  });

  test('our own name changes as those of others do', () => {
    const { changes } = run(inside(), { kind: 'renamed', requestId: null, connectionId: 'me', displayName: 'Ada' });
    expect(changes).toEqual([{ type: 'renamed', connectionId: 'me', displayName: 'Ada' }]);
  });
});

describe('tracks', () => {
  const bob = () => inside(person('c1', 'bob', track('t1')));

  test('are published once, muted once and gone once', () => {
    const add: ServerFrame = { kind: 'track-added', connectionId: 'c1', track: track('t2') };
    const mute: ServerFrame = { kind: 'track-muted', connectionId: 'c1', tid: 't2', muted: true };
    const remove: ServerFrame = { kind: 'track-removed', connectionId: 'c1', tid: 't2' };
    const { changes } = run(bob(), add, add, mute, mute, remove, remove);
    expect(types(changes)).toEqual(['published', 'muted', 'unpublished']);
  });

  test.each<ServerFrame>([
    { kind: 'track-added', connectionId: 'nobody', track: track('t9') },
    { kind: 'track-added', connectionId: 'me', track: track('t9') },
    { kind: 'track-muted', connectionId: 'nobody', tid: 't1', muted: true },
    { kind: 'track-removed', connectionId: 'c1', tid: 'unknown' },
    { kind: 'disconnected', connectionId: 'nobody' },
  ])('of nobody we know change nothing: %j', (frame) => {
    const state = bob();
    expect(applyFrame(state, frame)).toEqual({ state, changes: [] });
  });
});

describe('speakers', () => {
  test('the full list is told, and who began and ceased', () => {
    const [one, two] = ['c1', 'c2'].map((connectionId) => ({ connectionId, trackId: 't' }));
    if (one === undefined || two === undefined) throw new Error('two speakers');
    const { changes } = run(
      inside(person('c1', 'bob'), person('c2', 'eve')),
      { kind: 'speakers', speakers: [one] },
      { kind: 'speakers', speakers: [two, one] },
      { kind: 'speakers', speakers: [two] },
    );
    expect(changes).toEqual([
      { type: 'speakers', speakers: [one], started: ['c1'], stopped: [] },
      { type: 'speakers', speakers: [two, one], started: ['c2'], stopped: [] },
      { type: 'speakers', speakers: [two], started: [], stopped: ['c1'] },
    ]);
  });
});

test('a broadcast is told when it begins and ends, not when it goes on', () => {
  const on: ServerFrame = { kind: 'broadcast', broadcasting: true };
  const { changes } = run(inside(), on, on, { kind: 'broadcast', broadcasting: false });
  expect(changes).toEqual([
    { type: 'broadcast', broadcasting: true },
    { type: 'broadcast', broadcasting: false },
  ]);
});
