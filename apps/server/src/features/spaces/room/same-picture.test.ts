import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isVisible } from './room.ts';
import { RoomBench } from './room-bench.ts';

interface PictureTrack {
  readonly tid: string;
  muted: boolean;
}

interface PictureOfOne {
  readonly connection_id: string;
  readonly participant_id: string;
  display_name: string;
  readonly tracks: PictureTrack[];
}

/** What a client makes of its frames. As the stock client does, it stumbles over whoever it was not told of. */
function pictureOf(bench: RoomBench, self: string): Map<string, PictureOfOne> {
  const people = new Map<string, PictureOfOne>();
  const take = (one: PictureOfOne): void => {
    expect(people.has(one.connection_id)).toBe(false);
    people.set(one.connection_id, { ...one, tracks: one.tracks.map((track) => ({ ...track })) });
  };
  const known = (id: unknown): PictureOfOne => {
    const one = people.get(String(id));
    if (one === undefined) throw new Error(`${self} was not told of ${id}`);
    return one;
  };
  const trackOf = (id: unknown, tid: string): PictureTrack => {
    const track = known(id).tracks.find((one) => one.tid === tid);
    if (track === undefined) throw new Error(`${self} was not told of ${tid}`);
    return track;
  };
  for (const frame of bench.frames.get(self) ?? []) {
    const [name, body = {}] = Object.entries(frame)[0] ?? [];
    const { connection_id: id, track } = body as { connection_id?: string; track?: PictureTrack };
    const tid = track?.tid ?? '';
    if (name === 'joined') for (const one of body.participants as PictureOfOne[]) take(one);
    if (name === 'participant_connected') take(body as unknown as PictureOfOne);
    if (name === 'participant_disconnected') expect(people.delete(known(id).connection_id)).toBe(true);
    // Who comes back is told some of it twice.
    const at =
      name === 'add_track' || name === 'remove_track' ? known(id).tracks.findIndex((one) => one.tid === tid) : 0;
    if (name === 'add_track' && at < 0) known(id).tracks.push({ tid, muted: track?.muted === true });
    if (name === 'remove_track' && at >= 0) known(id).tracks.splice(at, 1);
    if (name === 'track_muted' || name === 'track_unmuted') trackOf(id, tid).muted = name === 'track_muted';
    if (name === 'participant_update' && id !== self) known(id).display_name = String(body.display_name);
    if (name === 'active_speakers') {
      for (const { connection_id: peer, track_id } of body.tracks as { connection_id: string; track_id: string }[]) {
        if (peer !== self) trackOf(peer, track_id);
      }
    }
  }
  return people;
}

/** What stands, as `self` is to see it. */
function truthFor(bench: RoomBench, self: string): Map<string, object> {
  const others = [...bench.room.connections.values()].filter((one) => isVisible(one) && one.id !== self);
  return new Map(
    others.map((one) => [
      one.id,
      {
        participant_id: one.participantId,
        display_name: one.displayName,
        tracks: [...one.tracks.values()].map(({ tid, muted }) => ({ tid, muted })),
      },
    ]),
  );
}

const who = fc.nat(2);
const source = fc.constantFrom('camera', 'microphone');
const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('arrive' as const), who, isHidden: fc.boolean(), isBack: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const), who, isOnPurpose: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('publish' as const), who, source }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('unpublish' as const), who, source }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('mute' as const), who, source, muted: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('name' as const), who, name: fc.string({ minLength: 1, maxLength: 8 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('hear' as const), who, source }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(20_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('withdraw' as const), who }) },
);

/** The latest connection of a participant. */
const connectionOf = (bench: RoomBench, person: number): string =>
  [...bench.room.connections.values()].findLast(({ participantId }) => participantId === `p${person}`)?.id ?? 'nobody';

function act(bench: RoomBench, given: typeof action extends fc.Arbitrary<infer T> ? T : never, index: number): void {
  if (given.do === 'wait') {
    bench.nowMs += given.ms;
    bench.feedAll({ kind: 'tick', nowMs: bench.nowMs });
    return;
  }
  const participantId = `p${given.who}`;
  const id = connectionOf(bench, given.who);
  const tid = 'source' in given ? `${participantId}-${given.source}` : '';
  switch (given.do) {
    case 'arrive':
      bench.arrive(`c${index}`, {
        participantId,
        isHidden: given.isHidden,
        reconnectId: given.isBack ? participantId : null,
      });
      return;
    case 'close':
      bench.feed(id, { kind: 'closed', isOnPurpose: given.isOnPurpose, nowMs: bench.nowMs });
      return;
    case 'publish':
      bench.publish(id, given.source, tid);
      return;
    case 'unpublish':
      bench.offerWithout(id, tid);
      return;
    case 'mute':
      bench.say(id, { [given.muted ? 'mute_track' : 'unmute_track']: tid });
      return;
    case 'name':
      bench.say(id, { set_display_name: given.name });
      return;
    case 'hear':
      bench.feedAll({ kind: 'heard', tracks: [{ peer: id, tid }] });
      return;
    case 'withdraw':
      bench.feed(id, { kind: 'withdrawn' });
  }
}

it('whatever happens, everyone who is there has the same picture of the room, and receives what stands', () => {
  fc.assert(
    fc.property(fc.array(action, { minLength: 20, maxLength: 60, size: 'max' }), (actions) => {
      const bench = new RoomBench();
      actions.forEach((given, index) => {
        act(bench, given, index);
      });
      for (const { id, phase, received } of bench.room.connections.values()) {
        if (phase !== 'live') continue;
        const picture = [...pictureOf(bench, id)].map(([key, { participant_id, display_name, tracks }]) => [
          key,
          { participant_id, display_name, tracks: tracks.map(({ tid, muted }) => ({ tid, muted })) },
        ]);
        const truth = truthFor(bench, id);
        expect(new Map(picture as [string, object][])).toEqual(truth);
        const wanted = [...bench.room.connections.values()]
          .filter((one) => isVisible(one) && one.id !== id)
          .flatMap((one) => [...one.tracks.keys()].map((tid) => `${one.id} ${tid}`));
        expect(received.map(({ peer, tid }) => `${peer} ${tid}`).sort()).toEqual(wanted.sort());
      }
    }),
    { numRuns: 300 },
  );
});
