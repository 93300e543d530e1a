import { describe, expect, it } from 'vitest';
import { type Connection, createRoom, type Room, type Track } from './room.ts';
import { arrange, rank } from './subscribing.ts';

const rules = {
  maxParticipants: 100,
  maxTracksPerSource: 2,
  customEventsPerSecond: 10,
  secondsPerDisplayName: 1,
  graceMs: 15_000,
};

const track = (owner: string, source: Track['source'], muted = false): Track => ({
  ...{ tid: `${owner}-${source}`, name: '', muted, source, width: 0, height: 0 },
  kind: source === 'microphone' ? 'audio' : 'video',
});

function connection(id: string, tracks: readonly Track[], automaticLimit = 16): Connection {
  return {
    ...{ id, participantId: id, identity: { kind: 'named' }, role: 'publisher', displayName: '', automaticLimit },
    ...{
      isHidden: false,
      isReplacement: false,
      phase: 'live',
      lostAtMs: 0,
      knew: new Map(),
      pending: new Map(),
      asked: new Map(),
    },
    tracks: new Map(tracks.map((one) => [one.tid, one])),
    received: [],
    events: { left: 1, atMs: 0 },
    names: { left: 1, atMs: 0 },
  };
}

const roomOf = (...connections: readonly Connection[]): Room => ({
  ...createRoom(rules, 'session'),
  connections: new Map(connections.map((one) => [one.id, one])),
});

describe('who is received when not all can be', () => {
  const room: Room = {
    ...roomOf(
      connection('silent', [track('silent', 'camera'), track('silent', 'microphone', true)]),
      connection('quiet', [track('quiet', 'microphone')]),
      connection('heard before', [track('heard before', 'microphone')]),
      connection('speaking', [track('speaking', 'microphone')]),
      connection('sharing', [track('sharing', 'screenshare')]),
      connection('without tracks', []),
    ),
    speakers: [{ peer: 'speaking', tid: 'speaking-microphone' }],
    lastHeard: ['speaking', 'heard before'],
  };

  it('is who shares a screen, who speaks, who can be heard, the last heard first', () => {
    expect(rank(room).map(({ id }) => id)).toEqual(['sharing', 'speaking', 'heard before', 'quiet', 'silent']);
  });

  it('is as many others as the client said, with all of their tracks', () => {
    const viewer = connection('viewer', [track('viewer', 'screenshare')], 2);
    const { effects } = arrange({ ...room, connections: new Map([...room.connections, ['viewer', viewer]]) });
    expect(effects).toContainEqual({
      kind: 'sfu',
      command: {
        kind: 'receive',
        connectionId: 'viewer',
        tracks: [
          { peer: 'sharing', tid: 'sharing-screenshare' },
          { peer: 'speaking', tid: 'speaking-microphone' },
        ],
      },
    });
  });

  it('is nobody in manual mode until one is asked for', () => {
    const viewer = connection('viewer', [], 0);
    const asked = new Map([['x', { peer: 'quiet', tid: 'quiet-microphone' }]]);
    const others = roomOf(connection('quiet', [track('quiet', 'microphone')]), viewer);
    const received = (one: Room) => arrange(one).room.connections.get('viewer')?.received;
    expect(received(others)).toEqual([]);
    expect(received(roomOf(...others.connections.values(), { ...viewer, asked }))).toEqual([...asked.values()]);
  });

  it('is told to the media server only where it changed', () => {
    expect(arrange(arrange(room).room).effects).toEqual([]);
  });
});
