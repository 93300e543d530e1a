import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ByteRange, ObjectInfo, ObjectStore } from '../../../ports/object-store.ts';
import { objectExists, objectMissing, storageUnavailable } from '../storage-errors.ts';
import { outcomeOf, withProvider } from './provider-errors.ts';
import { resilientObjectStore } from './resilient-object-store.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const resilience = {
  firstByteMs: 1000,
  idleMs: 2000,
  retry: { attempts: 4, baseMs: 100, mostMs: 400, wholeMs: 10_000 },
  breaker: { failures: 6, windowMs: 60_000, pauseMs: 5000 },
};

/** What the store does with its next calls, one after the other; then it answers. `after`: bytes before it breaks. */
type Fault = 'ok' | 'refuses' | 'silent' | { readonly after: number; readonly how: 'breaks' | 'ends' | 'falls silent' };

const BYTES = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 251));
const infoOf = (etag: string, size = BYTES.byteLength): ObjectInfo => ({
  key: 'film',
  size,
  etag,
  lastModified: new Date(0),
});

function brokenBody(bytes: Buffer, fault: Fault): Readable {
  if (typeof fault === 'string') return Readable.from([bytes], { objectMode: false });
  const { after, how } = fault;
  async function* chunks() {
    if (after > 0) yield bytes.subarray(0, after);
    if (how === 'breaks') throw new Error('ECONNRESET');
    if (how === 'falls silent') await new Promise(() => undefined);
  }
  return Readable.from(chunks(), { objectMode: false });
}

/** A store in memory with one object and many troubles; everything that the wrapper does not call is left out. */
function troubledStore(faults: Fault[]) {
  const ranges: (ByteRange | undefined)[] = [];
  const state = { etag: 'one', calls: 0, kept: new Map<string, Buffer>(), losesAnswers: 0 };
  const answer = async <T>(value: () => T): Promise<T> => {
    state.calls += 1;
    const fault = faults.shift() ?? 'ok';
    if (fault === 'silent') return new Promise<T>(() => undefined);
    if (fault === 'refuses') throw storageUnavailable('it answered with an error (503).', undefined);
    return value();
  };
  const store = {
    name: 'films',
    capabilities: { presign: false, localFiles: false },
    head: () => answer(() => infoOf(state.etag)),
    async readStream(_key: string, range?: ByteRange) {
      ranges.push(range);
      const fault = faults[0] ?? 'ok';
      const wanted = range === undefined ? BYTES : BYTES.subarray(range.first, range.last + 1);
      return answer(() => ({ info: infoOf(state.etag), body: brokenBody(wanted, fault) }));
    },
    put: (key: string, body: Uint8Array | AsyncIterable<Uint8Array>) =>
      answer(() => {
        if (state.kept.has(key)) throw objectExists(key);
        state.kept.set(key, Buffer.from(body as Uint8Array));
        state.losesAnswers -= 1;
        if (state.losesAnswers >= 0) throw storageUnavailable('the answer was lost.', undefined);
        return infoOf('put', (body as Uint8Array).byteLength);
      }),
    async readBytes(key: string) {
      const bytes = state.kept.get(key);
      if (bytes === undefined) throw objectMissing(key);
      return { info: infoOf('put', bytes.byteLength), bytes };
    },
    async *list() {
      for (const key of ['a', 'b', 'c', 'd']) yield await answer(() => ({ ...infoOf('x'), key }));
    },
    delete: () => answer(() => undefined),
    check: () => answer(() => undefined),
  } as unknown as ObjectStore;
  const states: string[] = [];
  const resilient = resilientObjectStore(
    store,
    resilience,
    (next) => states.push(next),
    () => 0.5,
  );
  return { resilient, state, ranges, states };
}

/** What a promise comes to, all timers run. */
async function settled<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  await vi.runAllTimersAsync();
  return work;
}

const read = async (store: ObjectStore, range?: ByteRange): Promise<Buffer> =>
  buffer((await store.readStream('film', range)).body);

const fault = fc.oneof(
  fc.constantFrom('refuses' as const, 'silent' as const),
  fc.record({
    after: fc.integer({ min: 0, max: 1000 }),
    how: fc.constantFrom('breaks', 'ends', 'falls silent'),
  }),
);
const rangeOf1000 = fc
  .tuple(fc.nat(999), fc.nat(999))
  .map(([one, other]) => ({ first: Math.min(one, other), last: Math.max(one, other) }));

test('whatever breaks, what is read is exactly what was asked for, or an error, in bounded time', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fault, { maxLength: 8 }),
      fc.option(rangeOf1000, { nil: undefined }),
      async (faults, range) => {
        const wanted = range === undefined ? BYTES : BYTES.subarray(range.first, range.last + 1);
        for (const how of [read, async (store: ObjectStore) => (await store.readBytes('film', range)).bytes]) {
          const { resilient } = troubledStore([...faults]);
          const beganMs = performance.now();
          const seen = await settled(how(resilient, range)).catch((error: unknown) => error);
          if (seen instanceof Error)
            expect(seen).toMatchObject({ code: 'storage/unavailable', details: { provider: 'films' } });
          else expect(Buffer.compare(seen as Buffer, wanted)).toBe(0);
          expect(performance.now() - beganMs).toBeLessThan(60_000);
        }
      },
    ),
  );
});

test('a body that breaks off is taken up again at the byte where it ended', async () => {
  const { resilient, ranges } = troubledStore([
    { after: 300, how: 'breaks' },
    { after: 100, how: 'falls silent' },
  ]);
  expect(await settled(read(resilient))).toEqual(BYTES);
  expect(ranges).toEqual([undefined, { first: 300, last: 999 }, { first: 400, last: 999 }]);
});

test('bytes of another version are never mixed in', async () => {
  const { resilient, state } = troubledStore([{ after: 300, how: 'breaks' }]);
  const { body } = await settled(resilient.readStream('film'));
  state.etag = 'two';
  await expect(settled(buffer(body))).rejects.toMatchObject({ code: 'storage/object-changed', status: 503 });
});

test('a body that ends early each time is an error, never served as whole', async () => {
  const { resilient } = troubledStore(Array(9).fill({ after: 0, how: 'ends' }));
  await expect(settled(resilient.readBytes('film'))).rejects.toMatchObject({
    code: 'storage/unavailable',
    message: expect.stringContaining('provider films: the object broke off before its end.'),
  });
});

test('a reader who leaves ends the answer of the store at once', async () => {
  const { resilient } = troubledStore([{ after: 10, how: 'falls silent' }]);
  const { body } = await settled(resilient.readStream('film'));
  body.destroy();
  await vi.advanceTimersByTimeAsync(0);
  expect(body.closed).toBe(true);
});

test('calls that may be made twice are, as often as allowed, and the last failure is told', async () => {
  const healing = troubledStore(['refuses', 'silent', 'refuses', 'ok']);
  expect(await settled(healing.resilient.head('film'))).toMatchObject({ etag: 'one' });
  const failing = troubledStore(Array(9).fill('refuses'));
  await expect(settled(failing.resilient.delete('film'))).rejects.toMatchObject({
    message: 'provider films: it answered with an error (503).',
  });
  expect(failing.state.calls).toBe(4);
});

test('a refusal is an answer: nothing is repeated', async () => {
  const { resilient, state } = troubledStore([]);
  state.kept.set('taken', BYTES);
  await expect(settled(resilient.put('taken', Buffer.from('x'), { ifAbsent: true }))).rejects.toMatchObject({
    code: 'storage/object-exists',
  });
  expect(state.calls).toBe(1);
});

test('a stream is put once; bytes are put again', async () => {
  const once = troubledStore(['refuses']);
  await expect(settled(once.resilient.put('a', Readable.from([BYTES])))).rejects.toMatchObject({
    code: 'storage/unavailable',
  });
  expect(once.state.calls).toBe(1);
  const again = troubledStore(['refuses']);
  expect(await settled(again.resilient.put('a', BYTES))).toMatchObject({ size: 1000 });
});

test('a conditional put whose answer was lost knows its own bytes again, and nobody else’s', async () => {
  const own = troubledStore([]);
  own.state.losesAnswers = 1;
  expect(await settled(own.resilient.put('a', BYTES, { ifAbsent: true }))).toMatchObject({ etag: 'put' });
  const other = troubledStore(['refuses']);
  other.state.kept.set('a', Buffer.from('of another'));
  await expect(settled(other.resilient.put('a', BYTES, { ifAbsent: true }))).rejects.toMatchObject({
    code: 'storage/object-exists',
  });
});

test('a list goes on behind the last object that was told', async () => {
  const { resilient } = troubledStore(['ok', 'ok', 'refuses', 'ok', 'refuses']);
  const keys = async (): Promise<string[]> => {
    const told: string[] = [];
    for await (const { key } of resilient.list('')) told.push(key);
    return told;
  };
  expect(await settled(keys())).toEqual(['a', 'b', 'c', 'd']);
});

test('a provider that fails again and again is left alone, then asked once, then used again', async () => {
  const { resilient, state, states } = troubledStore(Array(6).fill('refuses'));
  await expect(settled(resilient.delete('film'))).rejects.toThrow();
  await expect(settled(resilient.delete('film'))).rejects.toThrow();
  const { calls } = state;
  await expect(settled(resilient.head('film'))).rejects.toMatchObject({
    code: 'storage/unavailable',
    message: expect.stringMatching(/^provider films: it fails and is left alone for \d s\. The last failure: /),
    details: { provider: 'films', retryAfterSeconds: 5 },
  });
  expect(state.calls).toBe(calls);
  await vi.advanceTimersByTimeAsync(5000);
  expect(await settled(resilient.head('film'))).toMatchObject({ etag: 'one' });
  expect(states).toEqual(['open', 'half-open', 'closed']);
});

test('the failure of another provider, whose object is the body, is none of this one', () => {
  const gone = storageUnavailable('gone', undefined);
  expect(outcomeOf('media', gone)).toBe('failed');
  expect(outcomeOf('media', withProvider('media', gone))).toBe('failed');
  expect(outcomeOf('media', withProvider('source', gone))).toBe('neutral');
});
