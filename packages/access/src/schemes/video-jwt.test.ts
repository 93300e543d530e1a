import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../vectors/video-jwt.json' with { type: 'json' };
import { encodeBase64url } from '../bytes/base64url.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import { MacKey } from '../crypto/mac-key.ts';
import { type Jwk, PrivateKey, PublicKey } from '../crypto/signature-key.ts';
import { webCrypto } from '../crypto/web-crypto.ts';
import { decide } from '../decide.ts';
import type { KeyRecord } from '../keys/key-record.ts';
import { noRevocations } from '../revocations/revocation-set.ts';
import { parseVideoJwt, verifyVideoJwt } from './video-jwt.ts';
import { parseSpaceClaims, spaceGrant } from './video-space.ts';

const crypto = webCrypto();
const algorithm = {
  ...{ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048 },
  publicExponent: Uint8Array.of(1, 0, 1),
};
const pair = await globalThis.crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
const jwk = (await globalThis.crypto.subtle.exportKey('jwk', pair.privateKey)) as Jwk;
const signKey = new PrivateKey('RS256', jwk);
const recordOf = (kid: string, key: Jwk): KeyRecord => ({
  ...{ keyClass: 'video-jwt', kid, state: 'active' },
  verifyKey: new PublicKey('RS256', key),
  signKey: null,
});
const record = recordOf('KEY1', jwk);
const vectorKey = recordOf(vectors.keyId, vectors.jwk);

const now = 1_680_000_000;
const header = { alg: 'RS256', typ: 'JWT' };
const claims = { kid: 'KEY1', sub: 'SPACE1', aud: 'rt', exp: now + 60 };
const part = (value: unknown): string =>
  encodeBase64url(encodeUtf8(typeof value === 'string' ? value : JSON.stringify(value)));

async function sign(head: unknown, body: unknown): Promise<string> {
  const input = `${part(head)}.${part(body)}`;
  return `${input}.${encodeBase64url(await crypto.sign(signKey, input))}`;
}

async function outcome(token: string, key: KeyRecord | null = record, audience = 'rt'): Promise<string> {
  const parsed = parseVideoJwt(token);
  const result = parsed.ok ? await verifyVideoJwt(crypto, parsed, key, audience) : parsed;
  return result.ok ? 'ok' : result.reason;
}

/** What a token for the space `SPACE1` of the environment `env` opens there. */
async function decision(body: object, action: 'publish' | 'subscribe' = 'publish', at = now, of = 'env') {
  const parsed = parseVideoJwt(await sign(header, { ...claims, ...body }));
  if (!parsed.ok) return parsed.reason;
  const jwt = await verifyVideoJwt(crypto, parsed, record, 'rt');
  const space = jwt.ok ? parseSpaceClaims(jwt) : null;
  if (!jwt.ok || space === null) return 'no claims of a space';
  const resource = { kind: 'space', environmentId: of, spaceId: 'SPACE1' } as const;
  const facts = { clientAddress: null, origin: null, referer: null, userAgent: null };
  const decided = decide(spaceGrant(jwt, space, 'env'), { ...facts, action, resource }, at, noRevocations);
  return decided.ok ? 'ok' : decided.reason;
}

describe.each(vectors.tokens)('the token of mux-node $by', ({ token, audience, subject, expiresAtSeconds, space }) => {
  it('says what its maker wrote', async () => {
    const parsed = parseVideoJwt(token);
    if (!parsed.ok) throw new Error(parsed.reason);
    const jwt = await verifyVideoJwt(crypto, parsed, vectorKey, audience);
    expect(jwt).toMatchObject({ ok: true, keyId: 'KEY1', subject, expiresAtSeconds, notBeforeSeconds: null });
    expect(jwt.ok && parseSpaceClaims(jwt)).toEqual(space);
  });

  it('is nothing with another audience, key, or a changed byte', async () => {
    expect(await outcome(token, vectorKey, audience === 'rt' ? 'v' : 'rt')).toBe('token_invalid');
    expect(await outcome(token, record, audience)).toBe('token_invalid');
    expect(await outcome(token, null, audience)).toBe('token_invalid');
    const [head, , signature] = token.split('.');
    const other = part({ ...claims, sub: 'SPACE2' });
    expect(await outcome(`${head}.${other}.${signature}`, vectorKey, audience)).toBe('token_invalid');
  });
});

describe('a JWT of the video API', () => {
  it.each([
    ['no type', { alg: 'RS256' }, claims],
    ['its key id in the header', { ...header, kid: 'KEY1' }, { ...claims, kid: undefined }],
    ['its key id in both', { ...header, kid: 'KEY1' }, claims],
    ['several audiences', header, { ...claims, aud: ['v', 'rt'] }],
    ['a start and an issue', header, { ...claims, nbf: now, iat: now }],
    ['claims that nobody knows', header, { ...claims, time: '10', custom: { a: 1 } }],
  ])('may have %s', async (_name, head, body) => expect(await outcome(await sign(head, body))).toBe('ok'));

  it.each([
    ['no algorithm', { typ: 'JWT' }, claims],
    ['alg none', { ...header, alg: 'none' }, claims],
    ['alg HS256', { ...header, alg: 'HS256' }, claims],
    ['alg RS512', { ...header, alg: 'RS512' }, claims],
    ['the type of an edge token', { ...header, typ: 'edge+jwt' }, claims],
    ['crit', { ...header, crit: [] }, claims],
    ['jku', { ...header, jku: 'https://evil.example/' }, claims],
    ['no key id', header, { ...claims, kid: undefined }],
    ['two key ids', { ...header, kid: 'KEY2' }, claims],
    ['a key id that is no text', header, { ...claims, kid: 1 }],
    ['no subject', header, { ...claims, sub: undefined }],
    ['no audience', header, { ...claims, aud: undefined }],
    ['an audience that is no text', header, { ...claims, aud: ['rt', 1] }],
    ['no end', header, { ...claims, exp: undefined }],
    ['an end that is text', header, { ...claims, exp: String(now + 60) }],
    ['a start that is text', header, { ...claims, nbf: '0' }],
    ['a claim twice', header, '{"kid":"KEY1","sub":"SPACE1","sub":"SPACE2","aud":"rt","exp":9999999999}'],
  ])('is malformed with %s', async (_name, head, body) =>
    expect(await outcome(await sign(head, body))).toBe('token_malformed'),
  );

  it('is invalid with an HMAC of the public key', async () => {
    const mac: KeyRecord = { ...record, verifyKey: new MacKey(encodeUtf8(jwk.n ?? '')) };
    expect(await outcome(await sign(header, claims), mac)).toBe('token_invalid');
  });

  it('is no text that anybody could make up', () => {
    const parts = fc.array(fc.oneof(fc.base64String(), fc.json(), fc.string()), { maxLength: 4 });
    fc.assert(fc.property(parts, (texts) => !parseVideoJwt(texts.join('.')).ok));
  });

  it('opens nothing once any one character of it is another', async () => {
    const token = await sign(header, claims);
    const at = fc.nat({ max: token.length - 1 });
    const change = fc.constantFrom(...'AZaz09-_.=');
    await fc.assert(
      fc.asyncProperty(at, change, async (index, character) => {
        fc.pre(token[index] !== character);
        const changed = token.slice(0, index) + character + token.slice(index + 1);
        return (await outcome(changed)) !== 'ok';
      }),
      { numRuns: 200 },
    );
  });
});

describe('a token for a space', () => {
  it.each([
    ['publishes where it names no role', {}, 'publish', 'ok'],
    ['publishes as a publisher', { role: 'publisher' }, 'publish', 'ok'],
    ['subscribes as a subscriber', { role: 'subscriber' }, 'subscribe', 'ok'],
    ['does not publish as a subscriber', { role: 'subscriber' }, 'publish', 'acl_mismatch'],
    ['opens no other space', { sub: 'SPACE2' }, 'subscribe', 'acl_mismatch'],
    ['is over at its end', { exp: now }, 'subscribe', 'token_expired'],
    ['is not over before', { exp: now + 1 }, 'subscribe', 'ok'],
    ['has not begun', { nbf: now + 6 }, 'subscribe', 'token_not_yet_valid'],
    ['is none with another role', { role: 'admin' }, 'subscribe', 'no claims of a space'],
    ['is none with an empty participant', { participant_id: '' }, 'subscribe', 'no claims of a space'],
    ['is none with a participant that is no text', { participant_id: 7 }, 'subscribe', 'no claims of a space'],
    ['is none with a null participant', { participant_id: null }, 'subscribe', 'no claims of a space'],
    ['takes a participant of 255', { participant_id: 'p'.repeat(255) }, 'subscribe', 'ok'],
    ['is none with one of 256', { participant_id: 'p'.repeat(256) }, 'subscribe', 'no claims of a space'],
  ] as const)('%s', async (_name, body, action, expected) => expect(await decision(body, action)).toBe(expected));

  it('opens no space of another environment', async () => {
    expect(await decision({}, 'subscribe', now, 'other')).toBe('acl_mismatch');
  });
});
