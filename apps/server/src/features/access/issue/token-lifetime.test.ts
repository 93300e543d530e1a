import { describe, expect, it } from 'vitest';
import { decideLifetime } from './token-lifetime.ts';

const plain = { durationSeconds: null, isRenewable: true, allowShort: false };
const now = 1_777_032_108;
const ttlOf = (durationSeconds: number): number => {
  const lifetime = decideLifetime({ ...plain, durationSeconds }, now);
  return lifetime.ok ? lifetime.expiresAtSeconds - now : 0;
};

describe('decideLifetime', () => {
  it.each([
    [30, 3600],
    [5400, 7650],
    [7200, 9900],
    [36_000, 43_200],
    [50_400, 43_200],
  ])('gives a film of %i s a token of %i s', (duration, ttl) => {
    expect(ttlOf(duration)).toBe(ttl);
  });

  it('lets renewal cover what the clamp cut off', () => {
    expect(decideLifetime({ ...plain, durationSeconds: 50_400 }, now)).toMatchObject({
      renewableUntilSeconds: now + 86_400,
    });
    expect(decideLifetime({ ...plain, durationSeconds: 7200 }, now)).toMatchObject({
      renewableUntilSeconds: now + 43_200,
    });
  });

  it('asks to renew a fifth of the life before its end, as the contract shows', () => {
    expect(decideLifetime(plain, now)).toMatchObject({
      expiresAtSeconds: 1_777_035_708,
      renewAfterSeconds: 1_777_034_988,
    });
  });

  it('refuses more than a day', () => {
    expect(decideLifetime({ ...plain, ttlSeconds: 86_401 }, now)).toEqual({ ok: false, reason: 'ttl_too_long' });
    expect(decideLifetime({ ...plain, ttlSeconds: 86_400 }, now).ok).toBe(true);
  });

  it('refuses a token that ends before the film and cannot be renewed, unless that is wanted', () => {
    const short = { ...plain, durationSeconds: 5400, ttlSeconds: 300, isRenewable: false };
    expect(decideLifetime(short, now)).toEqual({ ok: false, reason: 'ttl_shorter_than_asset' });
    expect(decideLifetime({ ...short, allowShort: true }, now)).toMatchObject({
      ok: true,
      renewableUntilSeconds: null,
    });
    expect(decideLifetime({ ...short, isRenewable: true }, now).ok).toBe(true);
  });

  it('begins with not_before, and never reaches more than a day ahead', () => {
    const later = { ...plain, notBeforeSeconds: now + 600 };
    expect(decideLifetime(later, now)).toMatchObject({
      expiresAtSeconds: now + 4200,
      renewableUntilSeconds: now + 43_800,
    });
    expect(decideLifetime({ ...later, ttlSeconds: 86_400 }, now)).toEqual({ ok: false, reason: 'ttl_too_long' });
    expect(decideLifetime({ ...later, maxLifetimeSeconds: 86_400 }, now)).toMatchObject({
      renewableUntilSeconds: now + 86_400,
    });
  });

  it('renews a token of seconds at half its life', () => {
    expect(decideLifetime({ ...plain, ttlSeconds: 10 }, now)).toMatchObject({ renewAfterSeconds: now + 5 });
  });
});
