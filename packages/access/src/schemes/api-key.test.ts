import { describe, expect, it } from 'vitest';
import vectors from '../../vectors/api-key.json' with { type: 'json' };
import { decodeHex } from '../bytes/hex.ts';
import { webCrypto } from '../crypto/web-crypto.ts';
import { decide } from '../decide.ts';
import { noRevocations } from '../revocations/revocation-set.ts';
import { apiKeyHash, apiKeyPrefix, formatApiKey, isApiKey, looksLikeApiKey, verifyApiKey } from './api-key.ts';

const random = decodeHex('00112233445566778899aabbccddeeff'.repeat(2)) ?? new Uint8Array();
const key = formatApiKey(random);
const hash = await apiKeyHash(webCrypto(), key);
const record = { id: '7', userId: 'u1', hash, isActive: true };

describe('an API key', () => {
  it.each(vectors.keys)('is shown as $prefix', (vector) => {
    expect(isApiKey(vector.key)).toBe(true);
    expect(apiKeyPrefix(vector.key)).toBe(vector.prefix);
  });

  it('is written as the contract writes it', () => {
    expect(key).toBe(vectors.keys[0]?.key);
    expect(() => formatApiKey(random.slice(1))).toThrow(RangeError);
  });

  it.each([
    '',
    'lvz_live_',
    `lvz_live_${'0'.repeat(62)}`,
    `lvz_live_${'0'.repeat(65)}`,
    `lvz_test_${'0'.repeat(64)}`,
    `lvz_live_${'A'.repeat(64)}`,
    `LVZ_LIVE_${'0'.repeat(64)}`,
    `lvz_live_${'0'.repeat(64)}\n`,
    `lvz_live_${'0'.repeat(64)} `,
  ])('has no other spelling: %j', (text) => expect(isApiKey(text)).toBe(false));

  it('is meant by whatever begins like one', () => {
    expect(looksLikeApiKey('lvz_test_1')).toBe(true);
    expect(looksLikeApiKey('LVZ_live_1')).toBe(false);
  });
});

describe('the grant of an API key', () => {
  const facts = { clientAddress: null, origin: null, referer: null, userAgent: null };

  it('opens what belongs to its owner, and nothing of anybody else', () => {
    const verified = verifyApiKey(record, hash);
    if (!verified.ok) throw new Error(verified.reason);
    const asked = (userId: string) =>
      decide(verified.grant, { ...facts, action: 'manage', resource: { kind: 'user', userId } }, 0, noRevocations);
    expect(asked('u1')).toEqual({ ok: true });
    expect(asked('u2')).toEqual({ ok: false, reason: 'acl_mismatch' });
  });

  it('opens no media, and no token of media opens what belongs to a user', () => {
    const verified = verifyApiKey(record, hash);
    if (!verified.ok) throw new Error(verified.reason);
    const object = { kind: 'object', store: 'media', key: 'u1' } as const;
    const own = { kind: 'user', userId: 'u1' } as const;
    expect(decide(verified.grant, { ...facts, action: 'read', resource: object }, 0, noRevocations).ok).toBe(false);
    expect(decide(verified.grant, { ...facts, action: 'read', resource: own }, 0, noRevocations).ok).toBe(false);
    const media = { ...verified.grant, resource: object, actions: ['read', 'manage'] } as const;
    expect(decide(media, { ...facts, action: 'manage', resource: own }, 0, noRevocations).ok).toBe(false);
  });

  it.each([
    ['no record', null, hash],
    ['a record that is off', { ...record, isActive: false }, hash],
    ['the record of another key', record, new Uint8Array(32)],
  ])('is not given for %s', (_name, found, shown) => {
    expect(verifyApiKey(found, shown)).toEqual({ ok: false, reason: 'token_invalid' });
  });
});
