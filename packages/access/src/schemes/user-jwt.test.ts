import { describe, expect, it } from 'vitest';
import vectors from '../../vectors/user-jwt.json' with { type: 'json' };
import { encodeBase64url } from '../bytes/base64url.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import { MacKey } from '../crypto/mac-key.ts';
import { type Jwk, PrivateKey, PublicKey } from '../crypto/signature-key.ts';
import { webCrypto } from '../crypto/web-crypto.ts';
import type { KeyRecord } from '../keys/key-record.ts';
import { parseUserJwt, type UserJwtRules, verifyUserJwt } from './user-jwt.ts';

const crypto = webCrypto();
const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: Uint8Array.of(1, 0, 1),
};
const pair = await globalThis.crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
const privateJwk = (await globalThis.crypto.subtle.exportKey('jwk', pair.privateKey)) as Jwk;
const signKey = new PrivateKey('RS256', privateJwk);
const record: KeyRecord = {
  keyClass: 'user-jwt',
  kid: 'a key id that is longer than those of our own keys',
  state: 'active',
  verifyKey: new PublicKey('RS256', privateJwk),
  signKey: null,
};

const now = 1_777_032_110;
const header = { alg: 'RS256', kid: record.kid, typ: 'JWT' };
const claims = { iss: 'https://id.example.com', sub: 'user_1', exp: now + 60, nbf: now - 10, iat: now };
const rules: UserJwtRules = { issuer: claims.iss, authorizedParties: [], audiences: [], clockSkewSeconds: 5 };

const part = (value: unknown): string =>
  encodeBase64url(encodeUtf8(typeof value === 'string' ? value : JSON.stringify(value)));

async function sign(head: unknown, body: unknown): Promise<string> {
  const input = `${part(head)}.${part(body)}`;
  return `${input}.${encodeBase64url(await crypto.sign(signKey, input))}`;
}

async function outcome(token: string, changes: Partial<UserJwtRules> = {}, key: KeyRecord | null = record) {
  const parsed = parseUserJwt(token);
  const result = parsed.ok ? await verifyUserJwt(crypto, parsed, key, { ...rules, ...changes }, now) : parsed;
  return result.ok ? 'ok' : result.reason;
}

describe('a JWT of a user', () => {
  it('tells who its user is, in which session, and who acts for them', async () => {
    const parsed = parseUserJwt(await sign(header, { ...claims, sid: 'sess_1', act: { sub: 'user_2' } }));
    if (!parsed.ok) throw new Error(parsed.reason);
    expect(await verifyUserJwt(crypto, parsed, record, rules, now)).toMatchObject({
      ...{ ok: true, subject: 'user_1', sessionId: 'sess_1', actor: 'user_2', expiresAtSeconds: now + 65 },
      keyId: record.kid,
    });
  });

  it.each([
    ['no type', { alg: 'RS256', kid: record.kid }],
    ['a member that we do not know', { ...header, oiat: 1 }],
  ])('may have %s', async (_name, head) => expect(await outcome(await sign(head, claims))).toBe('ok'));

  it.each([
    ['no algorithm', { kid: record.kid, typ: 'JWT' }],
    ['alg none', { ...header, alg: 'none' }],
    ['alg HS256', { ...header, alg: 'HS256' }],
    ['alg RS384', { ...header, alg: 'RS384' }],
    ['alg rs256', { ...header, alg: 'rs256' }],
    ['the type of an edge token', { ...header, typ: 'edge+jwt' }],
    ['no key id', { alg: 'RS256', typ: 'JWT' }],
    ['an empty key id', { ...header, kid: '' }],
    ['a key id that is no text', { ...header, kid: 1 }],
    ['crit', { ...header, crit: [] }],
    ['jku', { ...header, jku: 'https://evil.example/keys' }],
    ['jwk', { ...header, jwk: privateJwk }],
    ['x5u', { ...header, x5u: 'https://evil.example/' }],
    ['x5c', { ...header, x5c: [] }],
    ['a member twice', '{"alg":"none","alg":"RS256","kid":"k","typ":"JWT"}'],
    ['a list for a header', '[]'],
  ])('is malformed with %s', async (_name, head) =>
    expect(await outcome(await sign(head, claims))).toBe('token_malformed'),
  );

  it('is malformed with a claim twice, or in any other form', async () => {
    const token = await sign(header, claims);
    expect(await outcome(await sign(header, '{"sub":"a","sub":"b"}'))).toBe('token_malformed');
    for (const text of ['', 'a', 'a.b', `${token}.`, `${token}.${part({})}`, `${token}=`, `${token} `, `${token}\n`]) {
      expect(await outcome(text), text.slice(0, 20)).toBe('token_malformed');
    }
    expect(await outcome(await sign(header, { ...claims, pad: 'x'.repeat(8192) }))).toBe('token_malformed');
  });

  it('is invalid with another key, none, a changed signature, or an HMAC of the public key', async () => {
    const token = await sign(header, claims);
    expect(await outcome(token, {}, null)).toBe('token_invalid');
    expect(await outcome(vectors.token, { issuer: vectors.issuer })).toBe('token_invalid');
    const last = token.endsWith('A') ? 'Q' : 'A';
    expect(await outcome(token.slice(0, -1) + last)).toBe('token_invalid');
    expect(await outcome(token.slice(0, token.lastIndexOf('.') + 1))).toBe('token_invalid');
    const mac: KeyRecord = { ...record, verifyKey: new MacKey(encodeUtf8(privateJwk.n ?? '')) };
    expect(await outcome(token, {}, mac)).toBe('token_invalid');
  });

  it.each([
    ['no subject', { sub: undefined }],
    ['an empty subject', { sub: '' }],
    ['a subject that is no text', { sub: 1 }],
    ['another issuer', { iss: 'https://id.example.com/' }],
    ['no issuer', { iss: undefined }],
    ['no end', { exp: undefined }],
    ['an end that is text', { exp: String(now + 60) }],
    ['an end that is no whole number', { exp: now + 0.5 }],
    ['a start six seconds ahead', { nbf: now + 6 }],
    ['a start that is text', { nbf: '0' }],
    ['an issue six seconds ahead', { iat: now + 6 }],
    ['a user who is not signed in yet', { sts: 'pending' }],
    ['another issuer and an end that has passed', { iss: 'x', exp: now - 60 }],
  ])('is invalid with %s', async (_name, changes) =>
    expect(await outcome(await sign(header, { ...claims, ...changes }))).toBe('token_invalid'),
  );

  it.each([
    [now - 4, 'ok'],
    [now - 5, 'token_expired'],
    [now - 3600, 'token_expired'],
  ])('that ends at %i is: %s', async (exp, expected) =>
    expect(await outcome(await sign(header, { ...claims, exp }))).toBe(expected),
  );

  it('is not told to be expired before its signature is found good', async () => {
    const token = await sign(header, { ...claims, exp: now - 60 });
    const last = token.endsWith('AAAA') ? 'BBBB' : 'AAAA';
    expect(await outcome(token.slice(0, -4) + last)).toBe('token_invalid');
  });

  it.each([
    ['https://app.example.com', 'ok'],
    ['https://app.example.com.evil.example', 'token_invalid'],
    [undefined, 'token_invalid'],
  ])('of the party %s is, where parties are named: %s', async (azp, expected) => {
    const authorizedParties = ['https://other.example.com', 'https://app.example.com'];
    expect(await outcome(await sign(header, { ...claims, azp }), { authorizedParties })).toBe(expected);
  });

  it.each([
    ['us', 'ok'],
    [['them', 'us'], 'ok'],
    [['them'], 'token_invalid'],
    [undefined, 'token_invalid'],
    [['U', 's'], 'token_invalid'],
  ])('for %j is, where audiences are named: %s', async (aud, expected) => {
    expect(await outcome(await sign(header, { ...claims, aud }), { audiences: ['us'] })).toBe(expected);
  });
});
