import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgeJwtClaims } from '../../test/arbitraries.ts';
import { signatureKeyRecord, type WrittenKey } from '../../test/cases/signature-keys.ts';
import { withFlippedBits } from '../../test/flipped-bits.ts';
import vectors from '../../vectors/edge-jwt.json' with { type: 'json' };
import ownKeys from '../../vectors/jws-keys.json' with { type: 'json' };
import { encodeUtf8 } from '../bytes/utf8.ts';
import { MacKey } from '../crypto/mac-key.ts';
import { PublicKey } from '../crypto/signature-key.ts';
import { webCrypto } from '../crypto/web-crypto.ts';
import { macKeyRecord } from '../keys/key-record.ts';
import { KeyRing } from '../keys/key-ring.ts';
import { formatPathPattern } from '../path/path-pattern.ts';
import { edgeJwtType, issueEdgeJwt, parseEdgeJwt, verifyEdgeJwt } from './edge-jwt.ts';
import { type EdgeJwtClaims, parseEdgeJwtClaims } from './edge-jwt-claims.ts';
import { signJws } from './jws.ts';

const crypto = webCrypto();
const written = [...vectors.cases, ...ownKeys.cases.map((key) => ({ ...key, kid: `own-${key.alg}` }))];
// Not active: a class has one active key, and every algorithm is to be tried.
const records = written.map((key) => ({ ...signatureKeyRecord(key as WrittenKey), state: 'retiring' as const }));
const ring = new KeyRing(records);
const [mac, rsa] = records;
const issuer = vectors.issuer;
const claims = parseEdgeJwtClaims(vectors.claims);
if (claims === null || mac === undefined || rsa === undefined) throw new Error('the vectors must parse');

const refusalOf = async (token: string, from = ring) => {
  const verified = await verifyEdgeJwt(crypto, from, issuer, token);
  return verified.ok ? 'accepted' : verified.reason;
};

describe('verifying an edge JWT', () => {
  it('gives the grant that was issued, under every algorithm', async () => {
    await fc.assert(
      fc.asyncProperty(edgeJwtClaims, fc.constantFrom(...records), async (random, key) => {
        const token = await issueEdgeJwt(crypto, key, { ...random, issuer });
        const verified = await verifyEdgeJwt(crypto, ring, issuer, token);
        const { tokenId, subject, expiresAtSeconds, issuedAtSeconds, bindings } = random;
        const grant = { tokenId, subject, expiresAtSeconds, issuedAtSeconds, bindings, keyId: key.kid };
        expect(verified).toMatchObject({ ok: true, grant });
      }),
      { numRuns: 60 },
    );
  });

  it('begins when neither its time of issue nor its start lies ahead', async () => {
    const beginOf = async (changes: Partial<EdgeJwtClaims>) => {
      const token = await issueEdgeJwt(crypto, mac, { ...claims, ...changes });
      const verified = await verifyEdgeJwt(crypto, ring, issuer, token);
      return verified.ok ? verified.grant.notBeforeSeconds : verified.reason;
    };
    expect(await beginOf({ issuedAtSeconds: 100, notBeforeSeconds: null })).toBe(100);
    expect(await beginOf({ issuedAtSeconds: 100, notBeforeSeconds: 99 })).toBe(100);
    expect(await beginOf({ issuedAtSeconds: 100, notBeforeSeconds: 101 })).toBe(101);
  });

  it('opens everything of its assets when it names no paths', async () => {
    const token = await issueEdgeJwt(crypto, mac, { ...claims, patterns: null, assetIds: ['a', 'é'] });
    const verified = await verifyEdgeJwt(crypto, ring, issuer, token);
    const resource = verified.ok ? verified.grant.resource : null;
    expect(resource?.kind === 'paths' && resource.patterns.map(formatPathPattern)).toEqual([
      ...['/v/a/*', '/live/a/*', '/k/a/*', '/i/a/*'],
      ...['/v/%C3%A9/*', '/live/%C3%A9/*', '/k/%C3%A9/*', '/i/%C3%A9/*'],
    ]);
  });

  it('refuses every single flipped bit', async () => {
    for (const { token } of vectors.cases) {
      for (const flipped of withFlippedBits(token)) expect(await refusalOf(flipped)).not.toBe('accepted');
    }
  });

  it('does not take a public key for a shared secret', async () => {
    const publicJwk = rsa.verifyKey instanceof PublicKey ? JSON.stringify(rsa.verifyKey.jwk) : '';
    const confused = macKeyRecord('edge-jwt-sym', rsa.kid, new MacKey(encodeUtf8(publicJwk)));
    expect(await refusalOf(await issueEdgeJwt(crypto, confused, claims))).toBe('token_invalid');
  });

  it('does not take a JWT that was made for something else', async () => {
    for (const typ of ['JWT', 'at+jwt', 'EDGE+JWT', null]) {
      expect(await refusalOf(await signJws(crypto, mac, typ, vectors.claims))).toBe('token_malformed');
    }
  });

  it('does not accept a key of another class, or one that is revoked', async () => {
    const token = await issueEdgeJwt(crypto, mac, claims);
    expect(await refusalOf(token, new KeyRing([{ ...mac, keyClass: 'edge-hmac' }]))).toBe('token_invalid');
    expect(await refusalOf(token, new KeyRing([{ ...mac, state: 'revoked' }]))).toBe('token_invalid');
    expect(await refusalOf(token, new KeyRing([]))).toBe('token_invalid');
  });

  it('tells of malformed claims before it looks for the key', async () => {
    const token = await signJws(crypto, { ...mac, kid: 'nobody' }, edgeJwtType, { ...vectors.claims, exp: '1' });
    expect(await refusalOf(token)).toBe('token_malformed');
  });
});

describe('issuing an edge JWT', () => {
  it.each([
    [{ tokenId: 'a b' }],
    [{ assetIds: [] }],
    [{ patterns: [] }],
    [{ expiresAtSeconds: 1.5 }],
    [{ subject: '' }],
    [{ issuer: '' }],
  ])('throws rather than signing what nobody would accept: %j', (change) => {
    expect(() => issueEdgeJwt(crypto, mac, { ...claims, ...change })).toThrow(RangeError);
  });

  it('makes none over 4096 characters', async () => {
    const long = { kind: 'exact', path: `/${'a'.repeat(900)}`, matches: () => false } as const;
    const tooLong = { ...claims, patterns: [long, long, long, long] };
    await expect(issueEdgeJwt(crypto, mac, tooLong)).rejects.toThrow('4096 characters');
    const token = await issueEdgeJwt(crypto, mac, { ...claims, patterns: [long, long] });
    expect(parseEdgeJwt(token).ok).toBe(true);
  });
});
