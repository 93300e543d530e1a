import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Grant, unbound } from '../grant.ts';
import type { RevocationChange, RevocationEntry } from './revocation-feed.ts';
import { RevocationList } from './revocation-list.ts';
import { createRevocationSet } from './revocation-set.ts';

const grant: Grant = {
  scheme: 'edge-token',
  keyId: 'k1',
  tokenId: 'tk_1',
  subject: 'vw_1',
  resource: { kind: 'paths', assetIds: ['a1'], patterns: [] },
  actions: ['read'],
  notBeforeSeconds: 1000,
  expiresAtSeconds: 9000,
  renewableUntilSeconds: null,
  bindings: unbound,
};
const now = 2000;

const tokenEntry = (seq: number, value = 'tk_1', id = `r${seq}`): RevocationEntry => ({
  type: 'token',
  value,
  id,
  seq,
  expiresAtSeconds: 9000,
});
const added = (entry: RevocationEntry): RevocationChange => ({ kind: 'added', entry });
const delta = (afterSeq: number, throughSeq: number, ...changes: RevocationChange[]) =>
  ({ kind: 'delta', afterSeq, throughSeq, changes }) as const;
const snapshot = (throughSeq: number, ...entries: RevocationEntry[]) =>
  ({ kind: 'snapshot', throughSeq, entries }) as const;

function listAt(throughSeq: number, ...entries: RevocationEntry[]): RevocationList {
  const list = new RevocationList();
  list.apply(snapshot(throughSeq, ...entries), now);
  return list;
}

describe('a revocation list', () => {
  it('takes deltas after its snapshot, and tombstones out again', () => {
    const list = listAt(5);
    expect(list.revokes(grant)).toBe(false);
    expect(list.apply(delta(5, 6, added(tokenEntry(6))), now)).toBe('applied');
    expect(list.revokes(grant)).toBe(true);
    expect(list.apply(delta(6, 7, { kind: 'removed', id: 'r6', seq: 7 }), now)).toBe('applied');
    expect([list.revokes(grant), list.throughSeq, list.size]).toEqual([false, 7, 0]);
  });

  it('wants a snapshot first, and again after a gap', () => {
    const list = new RevocationList();
    expect(list.apply(delta(0, 1, added(tokenEntry(1))), now)).toBe('gap');
    expect([list.throughSeq, list.revokes(grant), list.isStaleFor(grant, now)]).toEqual([null, false, true]);
    list.apply(snapshot(5), now);
    expect(list.apply(delta(6, 7, added(tokenEntry(7))), now + 50)).toBe('gap');
    expect([list.throughSeq, list.lastContactSeconds]).toEqual([5, now]);
    expect(list.apply(snapshot(7, tokenEntry(7)), now + 51)).toBe('applied');
    expect(list.revokes(grant)).toBe(true);
  });

  it.each([
    ['changes out of order', delta(5, 8, added(tokenEntry(7)), added(tokenEntry(6, 'tk_2')))],
    ['one change twice', delta(5, 8, added(tokenEntry(6)), added(tokenEntry(6, 'tk_2', 'other')))],
    ['a change before its beginning', delta(5, 8, added(tokenEntry(5)))],
    ['a change behind its end', delta(5, 6, added(tokenEntry(7)))],
    ['an end that is not a number', delta(5, Number.NaN, added(tokenEntry(6)))],
  ])('takes a delta with %s for a gap', (_what, wrong) => {
    const list = listAt(5);
    expect(list.apply(wrong, now)).toBe('gap');
    expect([list.throughSeq, list.size]).toEqual([5, 0]);
  });

  it('takes from an overlapping delta only what is new', () => {
    const list = listAt(6, tokenEntry(6));
    const changes = [added(tokenEntry(6, 'tk_9', 'old')), added(tokenEntry(7, 'tk_2'))];
    expect(list.apply(delta(4, 7, ...changes), now)).toBe('applied');
    expect(list.size).toBe(2);
    expect(list.revokes({ ...grant, tokenId: 'tk_2' })).toBe(true);
  });

  it('is not set back by a snapshot or delta that was overtaken', () => {
    const list = listAt(6, tokenEntry(6));
    expect(list.apply(snapshot(5), now + 1)).toBe('known');
    expect(list.apply(delta(4, 6, { kind: 'removed', id: 'r6', seq: 6 }), now + 2)).toBe('known');
    expect([list.revokes(grant), list.lastContactSeconds]).toEqual([true, now + 2]);
  });

  it('keeps another revocation of the same name when one ends', () => {
    const list = listAt(2, tokenEntry(1), { ...tokenEntry(2), type: 'embed' });
    list.apply(delta(2, 3, { kind: 'removed', id: 'r1', seq: 3 }), now);
    expect(list.revokes(grant)).toBe(true);
    list.apply(delta(3, 4, { kind: 'removed', id: 'r2', seq: 4 }), now);
    expect(list.revokes(grant)).toBe(false);
  });

  it('forgets what can match nothing any more', () => {
    const list = listAt(2, tokenEntry(1), { ...tokenEntry(2, 'tk_2'), expiresAtSeconds: 9001 });
    list.dropExpired(9000);
    expect([list.size, list.revokes(grant), list.revokes({ ...grant, tokenId: 'tk_2' })]).toEqual([1, false, true]);
  });

  it('counts an empty delta as contact', () => {
    const list = listAt(5);
    expect(list.isStaleFor(grant, now + 60)).toBe(true);
    list.apply(delta(5, 5), now + 59);
    expect(list.isStaleFor(grant, now + 118)).toBe(false);
    list.apply(delta(5, 5), now);
    expect(list.lastContactSeconds).toBe(now + 59);
  });
});

const names = fc.constantFrom('x', 'y', 'z');
const bodies = fc.oneof(
  fc.record({ type: fc.constantFrom('token' as const, 'embed' as const, 'key' as const), value: names }),
  fc.record({
    type: fc.constantFrom('subject' as const, 'asset' as const),
    value: names,
    beforeSeconds: fc.nat(4),
  }),
);
const steps = fc.array(fc.oneof(bodies, fc.nat(8)), { maxLength: 20 });

/** Each step adds a revocation, or ends the one that an earlier step added. */
function changesOf(script: readonly (number | Omit<RevocationEntry, 'id' | 'seq' | 'expiresAtSeconds'>)[]) {
  return script.map((step, index): RevocationChange => {
    const seq = index + 1;
    if (typeof step === 'number') return { kind: 'removed', id: `r${step}`, seq };
    return added({ ...step, id: `r${seq}`, seq, expiresAtSeconds: 9000 } as RevocationEntry);
  });
}

it('knows the same, however the changes were cut into a snapshot and deltas', () => {
  fc.assert(
    fc.property(steps, fc.nat(20), fc.nat(20), names, fc.nat(4), (script, first, second, name, issuedAtSeconds) => {
      const changes = changesOf(script);
      const [low = 0, high = 0] = [first, second].map((cut) => cut % (changes.length + 1)).sort((a, b) => a - b);
      const standing = new Map<string, RevocationEntry>();
      const stand = (change: RevocationChange) =>
        change.kind === 'added' ? standing.set(change.entry.id, change.entry) : standing.delete(change.id);
      changes.slice(0, low).forEach(stand);
      const list = new RevocationList();
      list.apply(snapshot(low, ...standing.values()), now);
      list.apply(delta(low, high, ...changes.slice(low, high)), now);
      list.apply(delta(low, changes.length, ...changes.slice(low)), now);
      changes.slice(low).forEach(stand);
      const expected = createRevocationSet(standing.values());
      for (const changed of [{ tokenId: name }, { keyId: name }, { subject: name }, asset(name)]) {
        const asked = { ...grant, issuedAtSeconds, ...changed };
        expect(list.revokes(asked)).toBe(expected.revokes(asked));
      }
      expect(list.size).toBe(standing.size);
    }),
  );
});

function asset(assetId: string): Pick<Grant, 'resource'> {
  return { resource: { kind: 'paths', assetIds: ['other', assetId], patterns: [] } };
}
