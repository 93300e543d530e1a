import { KeyRing, MacKey, macKeyRecord } from '@sluice/access';
import type { EdgeSync } from '@sluice/contract';
import { describe, expect, it, vi } from 'vitest';
import type { SyncQuestion } from '../../../ports/edge-origin.ts';
import { edgeKeySet } from './edge-key-set.ts';
import { followOrigin } from './follow-origin.ts';
import { keepKeySet } from './keep-key-set.ts';

const setOf = (kid: string, fill: number) =>
  edgeKeySet(new KeyRing([macKeyRecord('edge-hmac', kid, new MacKey(new Uint8Array(32).fill(fill)))]));
const first = setOf('k1', 1);
const second = setOf('k2', 2);
const entry = (seq: number, type: 'token' | 'asset', value: string) => ({
  ...{ id: `rv_${seq}`, seq, type, value, before: type === 'asset' ? 5 : null },
  ...{ expires_at: 9_999_999_999, reason: null, created_at: 1 },
});
type Entries = EdgeSync['revocations']['entries'];
const sync = (next_seq: number, entries: Entries, keyset: EdgeSync['keyset'], snapshot = false): EdgeSync => ({
  revocations: { entries, next_seq, snapshot },
  keyset,
});

/** Follows an origin that gives these answers and then never another. */
function start(...answers: (EdgeSync | Error)[]) {
  const asked: SyncQuestion[] = [];
  const failures: unknown[] = [];
  const purged: string[] = [];
  const written: string[] = [];
  let disk: string | null = null;
  const report = (error: unknown): void => void failures.push(error);
  const file = {
    read: async () => disk,
    async write(text: string) {
      disk = text;
      written.push(text);
    },
  };
  const follower = followOrigin({
    origin: {
      async sync(question, signal) {
        asked.push(question);
        const answer = answers.shift();
        if (answer instanceof Error) throw answer;
        return answer ?? new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
    },
    keys: keepKeySet(file, report),
    clock: { nowMs: () => 1_000_000 },
    reportFailure: report,
    onAssetRevoked: (assetId) => purged.push(assetId),
  });
  const settled = (calls: number) => vi.waitFor(() => expect(asked).toHaveLength(calls), { timeout: 3000 });
  return { follower, asked, failures, purged, written, settled, seal: (text: string) => (disk = text) };
}

describe('an edge that follows its origin', () => {
  it('asks for everything, then for what it lacks, and says which keys it holds', async () => {
    const { follower, asked, purged, settled } = start(
      sync(3, [entry(3, 'asset', 'old')], first, true),
      sync(4, [entry(4, 'asset', 'film')], second),
    );
    await follower.start();
    await settled(3);
    expect(asked).toEqual([
      { since: null, keys: null, waitSeconds: 0 },
      { since: 3, keys: first.version, waitSeconds: 10 },
      { since: 4, keys: second.version, waitSeconds: 10 },
    ]);
    expect(purged).toEqual(['old', 'film']);
    expect(follower.current()?.signingKey('edge-hmac')?.kid).toBe('k2');
    follower.stop();
  });

  it('starts with the keys of its disk, which are no contact', async () => {
    const { follower, asked, failures, seal } = start(new Error('silence'));
    seal(JSON.stringify(first));
    await follower.start();
    expect(asked).toEqual([{ since: null, keys: first.version, waitSeconds: 0 }]);
    expect(follower.current()?.signingKey('edge-hmac')?.kid).toBe('k1');
    expect([follower.lastContactSeconds(), failures.length]).toEqual([null, 1]);
    follower.stop();
  });

  it('keeps its keys when it is given a set that cannot be used, and takes what was revoked all the same', async () => {
    const broken = { version: 'x', keys: [{ ...first.keys[0], material: {} }] } as unknown as EdgeSync['keyset'];
    const { follower, purged, failures, asked, settled } = start(
      sync(1, [], first, true),
      sync(2, [entry(2, 'asset', 'film')], broken),
    );
    await follower.start();
    await settled(3);
    expect([purged, failures.length]).toEqual([['film'], 1]);
    expect(follower.current()?.signingKey('edge-hmac')?.kid).toBe('k1');
    expect(asked.at(-1)).toEqual({ since: 2, keys: first.version, waitSeconds: 0 });
    follower.stop();
  });

  it('asks for everything after a gap', async () => {
    const { follower, asked, settled } = start(
      sync(1, [], first, true),
      sync(9, [entry(9, 'token', 'a'), entry(8, 'token', 'b')], null),
    );
    await follower.start();
    await settled(3);
    expect(asked.at(-1)).toMatchObject({ since: null });
    follower.stop();
  });

  it('does not hurry an origin that was set back', async () => {
    const { follower, asked, settled } = start(sync(5, [], first, true), sync(2, [], null, true));
    await follower.start();
    const begin = performance.now();
    await settled(3);
    expect(performance.now() - begin).toBeGreaterThan(900);
    expect(asked).toHaveLength(3);
    follower.stop();
  });
});
