import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { withFlippedBits } from '../../test/flipped-bits.ts';
import { encodeBase64url } from '../bytes/base64url.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import { MacKey } from '../crypto/mac-key.ts';
import { type Jwk, PrivateKey, PublicKey } from '../crypto/signature-key.ts';
import { webCrypto } from '../crypto/web-crypto.ts';
import { type KeyRecord, macKeyRecord } from '../keys/key-record.ts';
import { parseJws, signJws, verifyJws } from './jws.ts';

const crypto = webCrypto();
const typ = 'edge+jwt';
const claims = { sub: 'vw_1', exp: 2_000_000_000 };
const secret = new MacKey(new Uint8Array(32).fill(7));
const macRecord = macKeyRecord('edge-jwt-sym', 'j1', secret);
const jwk = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }) as Jwk;
const rsaRecord: KeyRecord = {
  keyClass: 'edge-jwt-asym',
  kid: 'r1',
  state: 'active',
  verifyKey: new PublicKey('RS256', jwk),
  signKey: new PrivateKey('RS256', jwk),
};

const json = (value: unknown) => encodeBase64url(encodeUtf8(JSON.stringify(value)));
const tokenOf = (header: unknown, payload: unknown = claims) => `${json(header)}.${json(payload)}.${'A'.repeat(43)}`;
const good = { alg: 'HS256', kid: 'j1', typ };

describe('a JWS', () => {
  it('verifies with its key and gives its claims', async () => {
    const token = await signJws(crypto, macRecord, typ, claims);
    expect(await verifyJws(crypto, () => macRecord, token, typ)).toEqual({ ok: true, key: macRecord, claims });
  });

  it('is refused with any single bit flipped', async () => {
    const token = await signJws(crypto, macRecord, typ, claims);
    for (const flipped of withFlippedBits(token)) {
      expect((await verifyJws(crypto, () => macRecord, flipped, typ)).ok).toBe(false);
    }
  });

  it('cannot choose its algorithm: a public key is never a shared secret', async () => {
    const publicText = encodeUtf8(
      JSON.stringify(rsaRecord.verifyKey instanceof PublicKey ? rsaRecord.verifyKey.jwk : {}),
    );
    const forged = await signJws(crypto, macKeyRecord('edge-jwt-sym', 'r1', new MacKey(publicText)), typ, claims);
    expect(await verifyJws(crypto, () => rsaRecord, forged, typ)).toEqual({ ok: false, reason: 'token_invalid' });
  });

  it('cannot name another algorithm than its key, even with a signature that fits', async () => {
    const input = `${json({ ...good, alg: 'HS512' })}.${json(claims)}`;
    const token = `${input}.${encodeBase64url(await crypto.hmacSha256(secret, input))}`;
    expect(await verifyJws(crypto, () => macRecord, token, typ)).toEqual({ ok: false, reason: 'token_invalid' });
  });

  it('looks the same with an unknown key as with a wrong signature', async () => {
    const token = await signJws(crypto, rsaRecord, typ, claims);
    expect(await verifyJws(crypto, () => null, token, typ)).toEqual({ ok: false, reason: 'token_invalid' });
    expect(await verifyJws(crypto, () => macRecord, tokenOf(good), typ)).toEqual({
      ok: false,
      reason: 'token_invalid',
    });
  });

  it.each([
    ['no algorithm', { ...good, alg: undefined }],
    ['the algorithm "none"', { ...good, alg: 'none' }],
    ['no key id', { ...good, kid: undefined }],
    ['a key id that is a path', { ...good, kid: '../../k' }],
    ['another type', { ...good, typ: 'JWT' }],
    ['no type', { ...good, typ: undefined }],
    ['a critical extension', { ...good, crit: ['b64'], b64: false }],
    ['a key address', { ...good, jku: 'https://evil.test/jwks.json' }],
    ['its own key', { ...good, jwk: { kty: 'oct', k: 'AAAA' } }],
    ['a certificate address', { ...good, x5u: 'https://evil.test/cert' }],
    ['a certificate', { ...good, x5c: ['MII'] }],
    ['an encryption', { ...good, enc: 'A256GCM' }],
    ['a header that is a list', [good]],
  ])('is malformed with %s', (_what, header) => {
    expect(parseJws(tokenOf(header), typ)).toEqual({ ok: false, reason: 'token_malformed' });
  });

  it.each([
    ['no parts', ''],
    ['two parts', `${json(good)}.${json(claims)}`],
    ['five parts, as an encrypted token', `${tokenOf(good)}.AA.AA`],
    ['padding', `${tokenOf(good)}=`],
    ['claims that are a list', tokenOf(good, [1])],
    ['claims that are not JSON', `${json(good)}.AAAA.AAAA`],
    ['more than 4096 characters', tokenOf(good, { x: 'a'.repeat(4096) })],
  ])('is malformed with %s', (_what, token) => {
    expect(parseJws(token, typ)).toEqual({ ok: false, reason: 'token_malformed' });
  });

  it('is not signed by half a key', () => {
    expect(() => signJws(crypto, { ...rsaRecord, signKey: null }, typ, claims)).toThrow('no signing half');
  });
});
