import { type Grant, parsePathPattern, type RevocationBatch, unbound } from '@sluice/access';
import { describe, expect, it } from 'vitest';
import { createRevocationFeed } from './revocation-feed.ts';

const start = 1_777_032_108;
const pattern = parsePathPattern('/v/film/*');
const grant: Grant = {
  scheme: 'edge-token',
  keyId: 'k1',
  tokenId: 'tk_1',
  subject: null,
  resource: { kind: 'paths', assetIds: ['film'], patterns: pattern === null ? [] : [pattern] },
  actions: ['read'],
  notBeforeSeconds: start,
  expiresAtSeconds: start + 300,
  renewableUntilSeconds: null,
  bindings: unbound,
};
const renewable: Grant = { ...grant, renewableUntilSeconds: start + 3600 };

/** A feed whose source and clock the test holds. */
function createBench() {
  let now = start;
  let answer: () => Promise<RevocationBatch> = async () => ({ kind: 'snapshot', throughSeq: 0, entries: [] });
  const asked: (number | null)[] = [];
  const feed = createRevocationFeed({
    load: (since) => {
      asked.push(since);
      return answer();
    },
    clock: { nowMs: () => now * 1000 },
    reportFailure: () => undefined,
    onAssetRevoked: () => undefined,
  });
  return {
    feed,
    asked,
    say: (batch: RevocationBatch) => {
      answer = async () => batch;
    },
    fail: () => {
      answer = () => Promise.reject(new Error('no database'));
    },
    at: (seconds: number) => {
      now = start + seconds;
    },
  };
}

const revoked = (seq: number) =>
  ({ type: 'token', value: 'tk_1', id: 'rv_1', seq, expiresAtSeconds: start + 86_400 }) as const;

describe('createRevocationFeed', () => {
  it('serves nothing before the first snapshot', async () => {
    const { feed } = createBench();
    expect(feed.revocations.isStaleFor(grant, start)).toBe(true);
    await feed.refresh();
    expect(feed.revocations.isStaleFor(grant, start)).toBe(false);
  });

  it('still trusts what it knows at 59 s of silence; at 61 s it serves only what ends soon by itself', async () => {
    const { feed, fail, at } = createBench();
    await feed.refresh();
    fail();
    at(59);
    await expect(feed.refresh()).rejects.toThrow('no database');
    expect(feed.revocations.isStaleFor(renewable, start + 59)).toBe(false);
    expect(feed.revocations.isStaleFor(renewable, start + 61)).toBe(true);
    expect(feed.revocations.isStaleFor({ ...grant, tokenId: 'et_1' }, start + 61)).toBe(true);
    expect(feed.revocations.isStaleFor(grant, start + 61)).toBe(false);
    expect(feed.revocations.isStaleFor({ ...grant, expiresAtSeconds: start + 362 }, start + 61)).toBe(true);
  });

  it('asks for what follows, and for everything when something is missing in between', async () => {
    const { feed, say, asked } = createBench();
    await feed.refresh();
    say({ kind: 'delta', afterSeq: 3, throughSeq: 5, changes: [] });
    await feed.refresh();
    expect(asked).toEqual([null, 0, null]);
    say({ kind: 'delta', afterSeq: 0, throughSeq: 4, changes: [{ kind: 'added', entry: revoked(4) }] });
    await feed.refresh();
    expect(feed.revocations.revokes(grant)).toBe(true);
  });

  it('looks again for those who ask while it looks, once for all of them', async () => {
    const { feed, asked } = createBench();
    await Promise.all([feed.refresh(), feed.refresh(), feed.refresh()]);
    expect(asked).toHaveLength(2);
  });

  it('tells listeners of every look, also of one that failed', async () => {
    const { feed, fail } = createBench();
    let looks = 0;
    const end = feed.onLook(() => looks++);
    await feed.refresh();
    fail();
    await feed.refresh().catch(() => undefined);
    end();
    await feed.refresh().catch(() => undefined);
    expect(looks).toBe(2);
  });
});
