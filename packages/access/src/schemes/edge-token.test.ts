import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgeTokenOrder, name } from '../../test/arbitraries.ts';
import { withFlippedBits } from '../../test/flipped-bits.ts';
import vectors from '../../vectors/edge-token.json' with { type: 'json' };
import { decodeHex } from '../bytes/hex.ts';
import { MacKey } from '../crypto/mac-key.ts';
import { webCrypto } from '../crypto/web-crypto.ts';
import type { Grant } from '../grant.ts';
import { macKeyRecord } from '../keys/key-record.ts';
import { KeyRing } from '../keys/key-ring.ts';
import { formatPathPattern } from '../path/path-pattern.ts';
import { type EdgeTokenClaims, formatEdgeTokenBody, parseEdgeToken } from './edge-token.ts';
import { issueChildToken, issueEdgeToken } from './issue-edge-token.ts';
import { verifyEdgeToken } from './verify-edge-token.ts';

const crypto = webCrypto();
const record = macKeyRecord('edge-hmac', 'k1', new MacKey(decodeHex(vectors.keys.k1) ?? new Uint8Array()));
const ring = new KeyRing([record]);
const e1 = vectors.carriers.token;
const signature = `~sig=${'A'.repeat(43)}`;
const required = 'v=1~kid=k1~exp=1777035708~acl=/v/a/*~id=tk_1~aud=a';

describe('parsing an edge token', () => {
  it('gives back what was formatted', () => {
    fc.assert(
      fc.property(edgeTokenOrder, name(32), (order, keyId) => {
        const claims = { ...order, keyId };
        const body = formatEdgeTokenBody(claims);
        const parsed = parseEdgeToken(body + signature);
        expect(parsed).toMatchObject({ ok: true, body });
        const { patterns, ...others } = parsed.ok ? parsed.claims : claims;
        expect(others).toEqual(withoutPatterns(claims));
        expect(patterns.map(formatPathPattern)).toEqual(claims.patterns.map(formatPathPattern));
      }),
    );
  });

  it('takes the fields in any order', () => {
    const shuffled = 'v=1~aud=a~id=tk_1~acl=/v/a/*~exp=1777035708~kid=k1';
    const [left, right] = [parseEdgeToken(shuffled + signature), parseEdgeToken(required + signature)];
    expect(left.ok && right.ok && formatEdgeTokenBody(left.claims) === formatEdgeTokenBody(right.claims)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['another version', required.replace('v=1', 'v=2')],
    ['no fields', 'v=1'],
    ['an empty field', `${required}~`],
    ['an empty value', `${required}~sub=`],
    ['a field without a value', `${required}~sub`],
    ['an unknown field', `${required}~geo=US`],
    ['a field of the signature’s name', `${required}~sig=${'A'.repeat(43)}`],
    ['a field named like a property of every object', `${required}~constructor=1`],
    ['a longer name that begins like a field', `${required}~subx=1`],
    ['upper-case field name', `${required}~SUB=1`],
    ['a second version', `${required}~v=1`],
    ['a second end', `${required}~exp=1777035708`],
    ['no key id', required.replace('~kid=k1', '')],
    ['no end', required.replace('~exp=1777035708', '')],
    ['no paths', required.replace('~acl=/v/a/*', '')],
    ['no id', required.replace('~id=tk_1', '')],
    ['no asset', required.replace('~aud=a', '')],
    ['a key id over 32 characters', required.replace('kid=k1', `kid=${'k'.repeat(33)}`)],
    ['a key id of other characters', required.replace('kid=k1', 'kid=k.1')],
    ['an id over 64 characters', required.replace('id=tk_1', `id=${'t'.repeat(65)}`)],
    ['an end of nine digits', required.replace('1777035708', '177703570')],
    ['an end of eleven digits', required.replace('1777035708', '17770357080')],
    ['an end that is no number', required.replace('1777035708', '17770357O8')],
    ['a start with a sign', `${required}~st=-777035708`],
    ['a lower-case escape', `${required}~sub=%c3%a9`],
    ['an escape cut short', `${required}~sub=%C`],
    ['an escape that is not UTF-8', `${required}~sub=%FF`],
    ['an escaped control character', `${required}~sub=%0A`],
    ['a raw non-ASCII character', `${required}~sub=é`],
    ['a space', `${required}~sub=a b`],
    ['an equals sign in a value', `${required}~sub=a=b`],
    ['a subject over 128 characters', `${required}~sub=${'s'.repeat(129)}`],
    ['nine patterns', required.replace('/v/a/*', Array(9).fill('/v/a').join('!'))],
    ['an empty pattern', required.replace('/v/a/*', '/v/a!')],
    ['a pattern with an inner wildcard', required.replace('/v/a/*', '/v/*/a')],
    ['nine blocks of addresses', `${required}~ip=${Array(9).fill('10.0.0.0/8').join('!')}`],
    ['a bare address', `${required}~ip=10.0.0.1`],
    ['21 domains', `${required}~dom=${Array(21).fill('a.test').join('!')}`],
    ['an upper-case domain', `${required}~dom=A.test`],
    ['an upper-case user agent', `${required}~ua=341CCCC0C70F8082`],
    ['a short user agent', `${required}~ua=341cccc0c70f808`],
    [
      'more than 2048 characters',
      required.replace(
        '/v/a/*',
        Array(8)
          .fill(`/${'a'.repeat(255)}`)
          .join('!'),
      ),
    ],
  ])('refuses %s', (_what, body) => {
    expect(parseEdgeToken(body + signature)).toEqual({ ok: false, reason: 'token_malformed' });
  });

  it.each([
    ['none', ''],
    ['one too short', signature.slice(0, -1)],
    ['one too long', `${signature}A`],
    ['a foreign character', `${signature.slice(0, -1)}=`],
    ['another name', signature.replace('sig', 'mac')],
  ])('refuses a signature that is %s', (_what, ending) => {
    expect(parseEdgeToken(required + ending)).toEqual({ ok: false, reason: 'token_malformed' });
  });

  it('accepts the most that each list and text may hold', () => {
    const full = [
      required.replace('/v/a/*', Array(8).fill('/v/a').join('!')),
      `ip=${Array(8).fill('10.0.0.0/8').join('!')}`,
      `dom=${Array(20).fill('a.test').join('!')}`,
      `sub=${'s'.repeat(128)}`,
    ];
    expect(parseEdgeToken(full.join('~') + signature).ok).toBe(true);
  });
});

describe('verifying an edge token', () => {
  it('refuses every single flipped bit', async () => {
    for (const flipped of withFlippedBits(e1))
      expect(await verifyEdgeToken(crypto, ring, flipped)).toMatchObject({ ok: false });
  });

  it('does not accept a key of another class, or one that is revoked', async () => {
    const jwtRing = new KeyRing([{ ...record, keyClass: 'edge-jwt-sym' }]);
    const revoked = new KeyRing([{ ...record, state: 'revoked' }]);
    for (const other of [jwtRing, revoked]) {
      expect(await verifyEdgeToken(crypto, other, e1)).toEqual({ ok: false, reason: 'token_invalid' });
    }
  });

  it('gives the grant that was issued', async () => {
    await fc.assert(
      fc.asyncProperty(edgeTokenOrder, async (order) => {
        const verified = await verifyEdgeToken(crypto, ring, await issueEdgeToken(crypto, record, order));
        expect(verified).toMatchObject({
          ok: true,
          grant: { tokenId: order.tokenId, subject: order.subject, keyId: 'k1' },
        });
      }),
      { numRuns: 50 },
    );
  });
});

describe('issuing an edge token', () => {
  const parsed = parseEdgeToken(e1);
  const order = parsed.ok ? parsed.claims : undefined;

  it.each([
    [{ tokenId: 'a b' }],
    [{ patterns: [] }],
    [{ expiresAtSeconds: 10_000_000_000 }],
    [{ expiresAtSeconds: 1.5 }],
    [{ subject: '' }],
    [{ subject: 'a\nb' }],
  ])('throws rather than signing what nobody would accept: %j', (change) => {
    if (order === undefined) throw new Error('E1 must parse');
    expect(() => issueEdgeToken(crypto, record, { ...order, ...change })).toThrow(RangeError);
  });

  it('gives no child to a grant without a token id or with several assets', async () => {
    const verified = await verifyEdgeToken(crypto, ring, e1);
    if (!verified.ok) throw new Error(verified.reason);
    const patterns = order?.patterns ?? [];
    const childOrder = { patterns, notBeforeSeconds: null, expiresAtSeconds: 2_000_000_000 };
    const childOf = (changes: Partial<Grant>) => () =>
      issueChildToken(crypto, record, { ...verified.grant, ...changes }, childOrder);
    expect(await childOf({})()).toContain('~id=tk_01HZX3Q8~aud=9f86d081~sub=vw_7c1e~sig=');
    expect(childOf({ tokenId: null })).toThrow(RangeError);
    expect(childOf({ resource: { kind: 'paths', assetIds: ['a', 'b'], patterns: [] } })).toThrow(RangeError);
    expect(childOf({ resource: { kind: 'content-key', assetId: 'a' } })).toThrow(RangeError);
  });
});

/** Patterns hold functions, which have no equality. */
function withoutPatterns({ patterns: _, ...others }: EdgeTokenClaims): Omit<EdgeTokenClaims, 'patterns'> {
  return others;
}
