import { describe, expect, it } from 'vitest';
import { type Grant, unbound, type Verification } from '../grant.ts';
import { KeyRing } from '../keys/key-ring.ts';
import { refuse } from '../refusal.ts';
import { GrantCache } from './grant-cache.ts';

const sync = { timing: 'sync' } as const;
const grantOf = (tokenId: string): Grant => ({
  scheme: 'edge-token',
  keyId: 'k1',
  tokenId,
  subject: null,
  resource: { kind: 'paths', assetIds: ['a'], patterns: [] },
  actions: ['read'],
  notBeforeSeconds: null,
  expiresAtSeconds: 2000,
  renewableUntilSeconds: null,
  bindings: unbound,
});

/** A cache, and which tokens it had to have verified. */
function watched(maxGrants: number, maxCharacters = 1000) {
  const cache = new GrantCache(maxGrants, maxCharacters);
  const verified: string[] = [];
  const ask = (ring: KeyRing, token: string) =>
    cache.verify(sync, ring, token, (text): Verification => {
      verified.push(text);
      return text === 'bad' ? refuse('token_invalid') : { ok: true, grant: grantOf(text) };
    });
  return { ask, verified };
}

describe('a grant cache', () => {
  const ring = new KeyRing([]);

  it('verifies a token once, and gives each its own grant', () => {
    const { ask, verified } = watched(10);
    for (const token of ['a', 'b', 'a', 'b', 'a'])
      expect(ask(ring, token)).toEqual({ ok: true, grant: grantOf(token) });
    expect(verified).toEqual(['a', 'b']);
  });

  it('verifies again what it refused', () => {
    const { ask, verified } = watched(10);
    expect([ask(ring, 'bad'), ask(ring, 'bad')].map(({ ok }) => ok)).toEqual([false, false]);
    expect(verified).toEqual(['bad', 'bad']);
  });

  it('forgets everything when the keys change', () => {
    const { ask, verified } = watched(10);
    ask(ring, 'a');
    ask(new KeyRing([]), 'a');
    ask(ring, 'a');
    expect(verified).toEqual(['a', 'a', 'a']);
  });

  it('does not take over what was verified under keys that have changed meanwhile', async () => {
    const cache = new GrantCache(10, 1000);
    const asynchronous = { timing: 'async' } as const;
    const good = () => Promise.resolve<Verification>({ ok: true, grant: grantOf('a') });
    const bad = () => Promise.resolve<Verification>(refuse('token_invalid'));
    const early = cache.verify(asynchronous, ring, 'a', good);
    const newRing = new KeyRing([]);
    await cache.verify(asynchronous, newRing, 'b', good);
    await early;
    expect(await cache.verify(asynchronous, newRing, 'a', bad)).toEqual({ ok: false, reason: 'token_invalid' });
  });

  it('keeps what is in use and drops what is not', () => {
    const { ask, verified } = watched(4);
    for (const token of ['used', 'x1', 'used', 'x2', 'used', 'x3', 'used', 'x4', 'used']) ask(ring, token);
    expect(verified.filter((token) => token === 'used')).toHaveLength(1);
    ask(ring, 'x1');
    expect(verified.filter((token) => token === 'x1')).toHaveLength(2);
  });

  it('drops what is not in use when the tokens together are too long, and never keeps one that is', () => {
    const { ask, verified } = watched(100, 8);
    for (const token of ['used', 'x1', 'used', 'x2', 'used', 'x3', 'used', 'much too long', 'used', 'much too long']) {
      ask(ring, token);
    }
    ask(ring, 'x1');
    expect(verified).toEqual(['used', 'x1', 'x2', 'x3', 'much too long', 'much too long', 'x1']);
  });

  it('holds two or more, of some length', () => {
    for (const size of [0, 1, Number.NaN]) expect(() => new GrantCache(size, 1000)).toThrow(RangeError);
    for (const length of [-1, Number.NaN]) expect(() => new GrantCache(10, length)).toThrow(RangeError);
  });
});
