import { describe, expect, it } from 'vitest';
import vectors from '../../../../../../packages/access/vectors/user-jwt.json' with { type: 'json' };
import { createFetchKeys, createKeySet } from './create-key-set.ts';
import { type ProviderKeys, parseKeySet } from './parse-key-set.ts';

const [key = {}] = vectors.keySet.keys;
const setOf = (...kids: readonly string[]): ProviderKeys =>
  parseKeySet(JSON.stringify({ keys: kids.map((kid) => ({ ...key, kid })) })) ?? new Map();

/** A set whose provider answers what stands in `answers`, the last of them again and again; an error is a failure. */
function setUp(...answers: readonly (ProviderKeys | Error)[]) {
  const clock = { now: 1_000_000, nowMs: () => clock.now };
  const seen = { fetches: 0, failures: 0 };
  const find = createKeySet({
    clock,
    async fetchKeys() {
      const answer = answers[Math.min(seen.fetches++, answers.length - 1)];
      await new Promise((resolve) => setImmediate(resolve));
      if (answer instanceof Map) return answer;
      throw answer;
    },
    reportFailure: () => {
      seen.failures++;
    },
  });
  const outcome = (kid: string): Promise<string | null> =>
    find(kid).then(
      (record) => record?.kid ?? null,
      (error: Error) => error.message,
    );
  return { clock, seen, outcome };
}

const down = new Error('down');
const unavailable = 'Authentication service unavailable';

describe('looking up a key of the provider', () => {
  it('fetches once for all who ask at the same time', async () => {
    const { outcome, seen } = setUp(setOf('a'));
    expect(await Promise.all([outcome('a'), outcome('a'), outcome('b')])).toEqual(['a', 'a', null]);
    expect(seen.fetches).toBe(1);
  });

  it('finds a key that was added, and tells of an unknown one without fetching again', async () => {
    const { outcome, seen, clock } = setUp(setOf('a'), setOf('a', 'b'));
    expect(await outcome('a')).toBe('a');
    expect(await outcome('b')).toBe('b');
    expect(await outcome('c')).toBeNull();
    expect(seen.fetches).toBe(2);
    clock.now += 30_000;
    expect(await outcome('c')).toBeNull();
    expect(seen.fetches).toBe(3);
  });

  it('drops a key that was retired once the set is refreshed', async () => {
    const { outcome, clock } = setUp(setOf('a'), setOf('b'));
    expect(await outcome('a')).toBe('a');
    clock.now += 5 * 60_000;
    expect(await outcome('a')).toBe('a');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await outcome('a')).toBeNull();
  });

  it('goes on with the old set while the provider is down, for a day', async () => {
    const { outcome, clock, seen } = setUp(setOf('a'), down);
    expect(await outcome('a')).toBe('a');
    clock.now += 10 * 60_000;
    expect(await outcome('a')).toBe('a');
    expect(await outcome('unknown')).toBeNull();
    expect(seen.failures).toBe(1);
    clock.now += 24 * 3_600_000;
    expect(await outcome('a')).toBe(unavailable);
  });

  it('says that nobody knows where there never was a set, and asks again five seconds later', async () => {
    const { outcome, clock, seen } = setUp(down, setOf('a'));
    expect(await outcome('a')).toBe(unavailable);
    expect(await outcome('a')).toBe(unavailable);
    expect(seen.fetches).toBe(1);
    clock.now += 5000;
    expect(await outcome('a')).toBe('a');
  });

  it('finds no use in a set without a key for us', async () => {
    const { outcome } = setUp(new Map());
    expect(await outcome('a')).toBe(unavailable);
  });
});

describe('fetching the set', () => {
  it.each([
    [404, JSON.stringify(vectors.keySet)],
    [302, ''],
    [200, 'no JSON'],
    [200, '{"keys":{}}'],
  ])('takes nothing from an answer %i with %s', async (status, body) => {
    const fetchKeys = createFetchKeys('https://id.example.com/jwks', async () => ({
      status,
      bytes: Buffer.from(body),
    }));
    await expect(fetchKeys()).rejects.toThrow('key set');
  });

  it('leaves out keys that are not for us', () => {
    const others = [
      { ...key, kid: 'use', use: 'enc' },
      { ...key, kid: 'alg', alg: 'RS512' },
      { ...key, kid: 'kty', kty: 'EC' },
      { ...key, kid: 'short', n: 'AQAB' },
      { ...key, kid: '' },
      { ...key, kid: undefined },
      { ...key, kid: 'no-modulus', n: undefined },
      null,
      'text',
      { ...key, kid: 'plain', use: undefined, alg: undefined },
    ];
    const keys = parseKeySet(JSON.stringify({ keys: [...vectors.keySet.keys, ...others] }));
    expect([...(keys?.keys() ?? [])]).toEqual(['ins_test_1', 'plain']);
  });
});
