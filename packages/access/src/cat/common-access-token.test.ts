import { describe, expect, it } from 'vitest';
import { anonymousRequest } from '../../test/cases/requests.ts';
import { withFlippedBits } from '../../test/flipped-bits.ts';
import vectors from '../../vectors/cat.json' with { type: 'json' };
import { decodeBase64url, encodeBase64url } from '../bytes/base64url.ts';
import { decodeHex } from '../bytes/hex.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import { MacKey } from '../crypto/mac-key.ts';
import { webCrypto } from '../crypto/web-crypto.ts';
import { decide } from '../decide.ts';
import { macKeyRecord } from '../keys/key-record.ts';
import { KeyRing } from '../keys/key-ring.ts';
import { parsePath } from '../path/parse-path.ts';
import { noRevocations } from '../revocations/revocation-set.ts';
import { catLabel } from './cat-labels.ts';
import { type CborMap, type CborValue, decodeCbor, encodeCbor, isCborMap, untagged } from './cbor.ts';
import { issueCommonAccessToken, verifyCommonAccessToken } from './common-access-token.ts';

const crypto = webCrypto();
const bytesOf = (hex: string) => decodeHex(hex) ?? new Uint8Array();
const key = macKeyRecord('edge-jwt-sym', 'k1', new MacKey(bytesOf(vectors.keyHex)));
const ring = new KeyRing([key]);
const verifier = { issuer: vectors.issuer, audience: 'edge' };
const uri = 'https://edge.example.com/v/9f86d081/a.m4s';
const claims = decodeCbor(bytesOf(vectors.payloadHex)) as CborMap;

function claimsWith(...changes: readonly (readonly [number, CborValue | null])[]): CborMap {
  const changed = new Map(claims);
  for (const [label, value] of changes) {
    if (value === null) changed.delete(label);
    else changed.set(label, value);
  }
  return changed;
}

async function verdictOn(token: string, clientAddress: string | null = null): Promise<string> {
  const parsed = parsePath('/v/9f86d081/a.m4s');
  if (!parsed.ok) throw new Error(parsed.reason);
  const { path } = parsed;
  const request = { method: 'GET', uri, path, assetId: '9f86d081' };
  const verified = await verifyCommonAccessToken(crypto, ring, verifier, token, request);
  if (!verified.ok) return verified.reason;
  const asked = { ...anonymousRequest({ kind: 'path', path, assetId: '9f86d081' }), clientAddress };
  const decision = decide(verified.grant, asked, 1777032108, noRevocations);
  return decision.ok ? 'allowed' : decision.reason;
}

const issue = (changed: CborMap) => issueCommonAccessToken(crypto, key, changed);

/** The token with one of the four parts of its COSE_Mac0 in another form. */
function withPart(index: number, part: CborValue): string {
  const parts = untagged(untagged(decodeCbor(decodeBase64url(vectors.token) ?? new Uint8Array()), 61), 17);
  if (!Array.isArray(parts)) throw new Error('the vector must parse');
  const value = parts.map((own, position) => (position === index ? part : own));
  return encodeBase64url(encodeCbor({ tag: 61, value: { tag: 17, value } }));
}

describe('a common access token', () => {
  it('is refused with any single bit flipped', async () => {
    for (const flipped of withFlippedBits(vectors.token)) expect(await verdictOn(flipped)).not.toBe('allowed');
  });

  it('binds addresses and blocks of both families', async () => {
    const blocks: CborValue = [
      { tag: 52, value: Uint8Array.of(203, 0, 113, 7) },
      { tag: 52, value: [8, Uint8Array.of(10)] },
      { tag: 54, value: [32, Uint8Array.of(0x20, 1, 0xd, 0xb8)] },
    ];
    const token = await issue(claimsWith([catLabel.catnip, blocks]));
    const addresses = ['203.0.113.7', '10.9.8.7', '2001:db8::1', '203.0.113.8', '2001:db9::1'];
    const verdicts = await Promise.all(addresses.map((address) => verdictOn(token, address)));
    expect(verdicts).toEqual(['allowed', 'allowed', 'allowed', 'ip_mismatch', 'ip_mismatch']);
  });

  it('is of the issuer and for the audience that the verifier knows', async () => {
    expect(await verdictOn(await issue(claimsWith([catLabel.iss, 'https://other.test'])))).toBe('token_invalid');
    expect(await verdictOn(await issue(claimsWith([catLabel.aud, ['x', 'edge']])))).toBe('allowed');
    expect(await verdictOn(await issue(claimsWith([catLabel.aud, 'x'])))).toBe('token_invalid');
  });

  it('names itself by text or by the digits of its bytes', async () => {
    const idOf = async (cti: Uint8Array) => {
      const parsed = parsePath('/v/9f86d081/a.m4s');
      if (!parsed.ok) throw new Error(parsed.reason);
      const request = { method: 'GET', uri, path: parsed.path, assetId: '9f86d081' };
      const token = await issue(claimsWith([catLabel.cti, cti]));
      const verified = await verifyCommonAccessToken(crypto, ring, verifier, token, request);
      return verified.ok && verified.grant.tokenId;
    };
    expect(await idOf(encodeUtf8('tk_1'))).toBe('tk_1');
    expect(await idOf(Uint8Array.of(0xff, 0))).toBe('ff00');
  });

  it.each([
    ['no issuer', catLabel.iss, null],
    ['no end', catLabel.exp, null],
    ['an end in text', catLabel.exp, '1777035708'],
    ['an end before 1970', catLabel.exp, -1],
    ['no URI', catLabel.catu, null],
    ['another version', catLabel.catv, 2],
    ['an id in text', catLabel.cti, 'tk_1'],
    ['no methods', catLabel.catm, []],
    ['a network by its number', catLabel.catnip, [64_496]],
    ['an address cut short', catLabel.catnip, [{ tag: 52, value: Uint8Array.of(10) }]],
    ['a block over its length', catLabel.catnip, [{ tag: 52, value: [33, Uint8Array.of(10)] }]],
    ['a country', 316, ['DE']],
    ['a replay rule', 308, 1],
    ['a header rule', 315, new Map()],
    ['a claim that nobody knows', 9999, 1],
  ] as const)('is neither issued nor read with %s', async (_what, label, value) => {
    const changed = claimsWith([label, value as CborValue | null]);
    expect(() => issue(changed)).toThrow(RangeError);
    expect(await verdictOn(withPart(2, encodeCbor(changed)))).toBe('token_malformed');
  });

  it.each([
    ['another algorithm', withPart(0, encodeCbor(new Map([[1, 4]])))],
    [
      'a critical header',
      withPart(
        0,
        encodeCbor(
          new Map<number, CborValue>([
            [1, 5],
            [2, [3]],
          ]),
        ),
      ),
    ],
    ['no key id', withPart(1, new Map())],
    ['a key id in text', withPart(1, new Map([[4, 'k1']]))],
    [
      'headers beside the key id',
      withPart(
        1,
        new Map<number, CborValue>([
          [4, encodeUtf8('k1')],
          [3, 1],
        ]),
      ),
    ],
    ['a payload that is a list', withPart(2, encodeCbor([1]))],
    ['a MAC in text', withPart(3, 'x')],
    ['no tags', encodeBase64url(encodeCbor([1, 2, 3, 4]))],
    ['nothing', ''],
    ['more than 4096 characters', 'A'.repeat(4100)],
  ])('is malformed with %s', async (_what, token) => {
    expect(await verdictOn(token)).toBe('token_malformed');
  });

  it('looks the same with an unknown key as with a wrong MAC', async () => {
    expect(await verdictOn(withPart(1, new Map([[4, encodeUtf8('k9')]])))).toBe('token_invalid');
    expect(await verdictOn(withPart(3, new Uint8Array(32)))).toBe('token_invalid');
  });

  it('is what its vector says', () => {
    expect(isCborMap(claims) && [...claims.keys()]).toEqual([1, 4, 5, 7, 310, 312, 313, 323]);
  });
});
