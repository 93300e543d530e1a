import { beforeEach, describe, expect, it } from 'vitest';
import { RoomBench } from './room-bench.ts';

let bench: RoomBench;
beforeEach(() => {
  bench = new RoomBench();
});

describe('coming into a room', () => {
  it('is told first of all that stands, and to all who are there', () => {
    bench.arrive('ann');
    bench.publish('ann');
    bench.arrive('bob', { displayName: 'Bob' });
    const [first] = bench.frames.get('bob') ?? [];
    expect(first?.joined).toMatchObject({
      session_id: 'session',
      participant_id: 'bob',
      sub_sfus: [{ sdp: 'v=0' }],
      participants: [{ participant_id: 'ann', role: 1, status: 1, tracks: [{ tid: 'ann-camera', type: 2 }] }],
      ice_servers: [],
      watchrtc_token: '',
    });
    expect(bench.told('ann', 'participant_connected')).toMatchObject([
      { participant_connected: { connection_id: 'bob', display_name: 'Bob', tracks: [] } },
    ]);
  });

  it('is refused to a second connection of a participant that the token names', () => {
    bench.arrive('ann');
    expect(bench.arrive('second', { participantId: 'ann' })).toBe('duplicate');
    expect(bench.arrive('third', { participantId: 'ann', reconnectId: 'bob' })).toBe('duplicate');
  });

  it('is open to as many participants as may be, those who do not show themselves apart', () => {
    expect(['a', 'b', 'c', 'd', 'e'].map((id) => bench.arrive(id))).toEqual([...Array(4).fill('admitted'), 'full']);
    expect(bench.arrive('hidden', { isHidden: true })).toBe('admitted');
    expect(bench.told('a', 'participant_connected')).toHaveLength(3);
  });

  it('takes the place of a connection that it says it was, under the same participant', () => {
    bench.arrive('ann');
    bench.arrive('bob');
    bench.publish('ann');
    expect(bench.arrive('again', { participantId: 'ann', reconnectId: 'ann' })).toBe('admitted');
    expect(bench.hungUp.get('ann')).toBe('end');
    expect(bench.commands).toContainEqual({ kind: 'close', connectionId: 'ann' });
    expect(bench.told('bob', 'participant_disconnected')).toEqual([
      { participant_disconnected: { connection_id: 'ann' } },
    ]);
    expect(bench.told('bob', 'participant_connected')).toMatchObject([
      { participant_connected: { connection_id: 'again', participant_id: 'ann', status: 3 } },
    ]);
    bench.publish('again', 'camera', 'ann-camera');
    expect(bench.told('bob', 'add_track').at(-1)).toMatchObject({
      add_track: { connection_id: 'again', track: { tid: 'ann-camera' } },
    });
  });

  it('tells who comes back of the tracks that began and ended meanwhile, of those who were there', () => {
    for (const id of ['ann', 'bob']) bench.arrive(id);
    bench.publish('bob', 'camera', 't1');
    bench.feed('ann', { kind: 'closed', isOnPurpose: false, nowMs: 0 });
    bench.offerWithout('bob', 't1');
    bench.publish('bob', 'camera', 't2');
    bench.arrive('cid');
    bench.publish('cid', 'camera', 't3');
    bench.arrive('again', { participantId: 'ann', reconnectId: 'ann' });
    expect(bench.frames.get('again')?.slice(1)).toMatchObject([
      { add_track: { connection_id: 'bob', track: { tid: 't2' } } },
      { remove_track: { connection_id: 'bob', track: { tid: 't1' } } },
    ]);
  });

  it('gives a participant that was chosen back to the same token alone', () => {
    const nobody = { participantId: null };
    bench.arrive('one', nobody);
    bench.arrive('two', { ...nobody, reconnectId: 'chosen-one', tokenDigest: 'other token' });
    bench.arrive('three', { ...nobody, reconnectId: 'chosen-one' });
    const ids = [...bench.room.connections.values()].map(({ participantId }) => participantId);
    expect(ids).toEqual(['chosen-two', 'chosen-one']);
  });
});

describe('leaving a room', () => {
  beforeEach(() => {
    bench.arrive('ann');
    bench.arrive('bob');
  });

  it('on purpose is told at once', () => {
    bench.feed('ann', { kind: 'closed', isOnPurpose: true, nowMs: 0 });
    expect(bench.told('bob', 'participant_disconnected')).toHaveLength(1);
  });

  it('by a broken connection is told when nobody came back for the time of grace', () => {
    bench.feed('ann', { kind: 'closed', isOnPurpose: false, nowMs: 0 });
    bench.feedAll({ kind: 'tick', nowMs: 14_999 });
    expect(bench.told('bob', 'participant_disconnected')).toHaveLength(0);
    bench.feedAll({ kind: 'tick', nowMs: 15_000 });
    expect(bench.told('bob', 'participant_disconnected')).toHaveLength(1);
    expect([...bench.room.connections.keys()]).toEqual(['bob']);
  });

  it('by withdrawal is told with an error that ends the connection', () => {
    bench.feed('ann', { kind: 'withdrawn' });
    expect(bench.told('ann', 'error')).toMatchObject([{ error: { type: 1, fatal: true, retry: false } }]);
    expect(bench.hungUp.get('ann')).toBe('end');
    expect(bench.told('bob', 'participant_disconnected')).toHaveLength(1);
  });

  it('while its session is made closes what comes of that', () => {
    bench.feed('gone', { kind: 'opened', offerSdp: 'v=0', iceServers: [] });
    expect(bench.commands.at(-1)).toEqual({ kind: 'close', connectionId: 'gone' });
  });

  it('is asked of all when the media server died, for each to come back', () => {
    bench.feedAll({ kind: 'media-lost' });
    expect([...bench.hungUp]).toEqual([
      ['ann', 'again'],
      ['bob', 'again'],
    ]);
  });
});

describe('publishing', () => {
  beforeEach(() => {
    bench.arrive('ann');
    bench.arrive('bob', { role: 'subscriber' });
  });

  it('is told before it is received, and ends with an offer that no longer has it', () => {
    bench.publish('ann');
    expect(bench.told('bob', 'add_track')).toHaveLength(1);
    expect(bench.commands.at(-1)).toEqual({
      kind: 'receive',
      connectionId: 'bob',
      tracks: [{ peer: 'ann', tid: 'ann-camera' }],
    });
    bench.offerWithout('ann', 'ann-camera');
    expect(bench.told('bob', 'remove_track')).toEqual([
      { remove_track: { connection_id: 'ann', track: { tid: 'ann-camera' } } },
    ]);
    expect(bench.commands.at(-1)).toEqual({ kind: 'receive', connectionId: 'bob', tracks: [] });
  });

  it('is refused to subscribers, whatever their client does', () => {
    bench.publish('bob');
    bench.say('bob', { mute_track: 'x' });
    bench.say('bob', { custom_event: { payload: 'x' }, request_id: 'r1' });
    expect(bench.told('bob', 'error').map(({ error }) => error?.type)).toEqual([1, 1, 2, 5]);
    expect(bench.told('bob', 'error').at(-1)?.error?.request_error).toEqual({ correlator: 'r1' });
    expect(bench.commands.some(({ kind }) => kind === 'publish')).toBe(false);
  });

  it('has a limit for each source, and no id twice in a room', () => {
    bench.arrive('cid');
    bench.publish('ann', 'camera', 't1');
    bench.publish('ann', 'camera', 't2');
    bench.publish('ann', 'camera', 't3');
    bench.publish('cid', 'camera', 't1');
    expect(bench.told('ann', 'error')).toMatchObject([{ error: { type: 5, fatal: false } }]);
    expect(bench.told('cid', 'error')).toMatchObject([{ error: { type: 5, fatal: false } }]);
    expect([...(bench.room.connections.get('ann')?.tracks.keys() ?? [])]).toEqual(['t1', 't2']);
    expect(bench.room.connections.get('cid')?.tracks.size).toBe(0);
  });

  it('of what the media server cannot read ends the connection', () => {
    bench.feed('ann', { kind: 'media-failed', isClientsFault: true });
    expect(bench.told('ann', 'error')).toMatchObject([{ error: { type: 4, fatal: true } }]);
    bench.feed('bob', { kind: 'media-failed', isClientsFault: false });
    expect([...bench.hungUp]).toEqual([
      ['ann', 'end'],
      ['bob', 'again'],
    ]);
  });

  it('is told muted and unmuted to the others, once each time', () => {
    bench.publish('ann', 'microphone', 't1');
    for (const name of ['mute_track', 'mute_track', 'unmute_track']) bench.say('ann', { [name]: 't1' });
    expect([bench.told('bob', 'track_muted').length, bench.told('bob', 'track_unmuted').length]).toEqual([1, 1]);
    expect(bench.told('ann', 'track_muted')).toEqual([]);
  });
});

describe('receiving', () => {
  it('begins anew on the way there when it does not reach the client any more', () => {
    bench.arrive('ann');
    bench.feed('ann', { kind: 'unreached' });
    expect(bench.commands.at(-1)).toEqual({ kind: 'restart', connectionId: 'ann' });
  });

  it('heeds no answer to what was offered to a former connection', () => {
    bench.arrive('ann');
    bench.say('ann', { sub_answer: { sfu_id: 'sfu-former', sdp: 'v=0' } });
    expect(bench.commands.some(({ kind }) => kind === 'answer')).toBe(false);
    bench.say('ann', { sub_answer: { sfu_id: 'sfu-ann', sdp: 'v=0' } });
    expect(bench.commands.at(-1)).toEqual({ kind: 'answer', connectionId: 'ann', answerSdp: 'v=0' });
  });
});

describe('talking', () => {
  beforeEach(() => {
    bench.arrive('ann');
    bench.arrive('bob');
  });

  it('numbers custom events in one order for all, and holds each to so many a second', () => {
    for (const payload of ['a', 'b', 'c'])
      bench.say('ann', { custom_event: { id: payload, payload }, request_id: payload });
    bench.say('bob', { custom_event: { id: 'd', payload: 'd' } });
    const order = (id: string) =>
      bench.told(id, 'custom_event').map(({ custom_event: event }) => [event?.payload, event?.sequence_num]);
    expect(order('bob')).toEqual([
      ['a', 1],
      ['b', 2],
      ['d', 3],
    ]);
    expect(order('ann')).toEqual(order('bob'));
    expect(bench.told('ann', 'custom_event')[0]?.request_id).toBe('a');
    expect(bench.told('bob', 'custom_event')[0]).not.toHaveProperty('request_id');
    expect(bench.told('ann', 'error')).toMatchObject([{ error: { type: 6, request_error: { correlator: 'c' } } }]);
  });

  it('takes 4096 bytes of payload and not one more', () => {
    bench.say('ann', { custom_event: { payload: 'é'.repeat(2048) } });
    bench.say('ann', { custom_event: { payload: `${'é'.repeat(2048)}.` } });
    expect([bench.told('bob', 'custom_event').length, bench.told('ann', 'error').length]).toEqual([1, 1]);
  });

  it('takes a name of 1 to 64 characters, not too often', () => {
    for (const name of ['', 'a'.repeat(65), 'Ann', 'Anna', 'Annabel']) bench.say('ann', { set_display_name: name });
    expect(bench.told('ann', 'error').map(({ error }) => error?.type)).toEqual([7, 7, 8]);
    expect(
      bench.told('bob', 'participant_update').map(({ participant_update: update }) => update?.display_name),
    ).toEqual(['Ann', 'Anna']);
  });

  it('tells who is heard when that changes, and no longer those who left', () => {
    bench.publish('ann', 'microphone', 't1');
    const heard = {
      kind: 'heard',
      tracks: [
        { peer: 'ann', tid: 't1' },
        { peer: 'nobody', tid: 't2' },
      ],
    } as const;
    bench.feedAll(heard);
    bench.feedAll(heard);
    bench.feed('ann', { kind: 'closed', isOnPurpose: true, nowMs: 0 });
    expect(bench.told('bob', 'active_speakers').map(({ active_speakers: speakers }) => speakers?.tracks)).toEqual([
      [{ connection_id: 'ann', track_id: 't1' }],
      [],
    ]);
  });

  it('tells that a broadcast began and ended', () => {
    for (const isOn of [true, true, false]) bench.feedAll({ kind: 'broadcasting', isOn });
    expect(bench.told('bob', 'broadcast_state_update').map(({ broadcast_state_update: state }) => state)).toEqual([
      1, 2,
    ]);
  });
});
