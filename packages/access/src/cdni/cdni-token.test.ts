import { describe, expect, it } from 'vitest';
import { anonymousRequest } from '../../test/cases/requests.ts';
import { signatureKeyRecord } from '../../test/cases/signature-keys.ts';
import { withFlippedBits } from '../../test/flipped-bits.ts';
import vectors from '../../vectors/cdni.json' with { type: 'json' };
import { encodeBase64url } from '../bytes/base64url.ts';
import { webCrypto } from '../crypto/web-crypto.ts';
import { decide } from '../decide.ts';
import { KeyRing } from '../keys/key-ring.ts';
import { parsePath } from '../path/parse-path.ts';
import { createRevocationSet, noRevocations, type RevocationSet } from '../revocations/revocation-set.ts';
import { signJws } from '../schemes/jws.ts';
import { parseCdniClaims } from './cdni-claims.ts';
import { verifyCdniToken } from './cdni-token.ts';
import { renewCdniToken } from './renew-cdni-token.ts';

const crypto = webCrypto();
const key = signatureKeyRecord(vectors.key);
const ring = new KeyRing([key]);
const { nowSeconds, issuer, uri, assetId } = vectors;

interface Circumstances {
  readonly uri?: string;
  readonly nowSeconds?: number;
  readonly revocations?: RevocationSet;
  readonly typ?: string;
}

async function verdict(claims: object, changes: Circumstances = {}): Promise<string> {
  const token = await signJws(crypto, key, changes.typ ?? null, { ...vectors.claims, ...claims });
  return verdictOn(token, changes);
}

async function verdictOn(token: string, changes: Circumstances = {}): Promise<string> {
  const parsed = parsePath(vectors.target);
  if (!parsed.ok) throw new Error(parsed.reason);
  const { path } = parsed;
  const verified = await verifyCdniToken(crypto, ring, issuer, token, { uri: changes.uri ?? uri, path, assetId });
  if (!verified.ok) return verified.reason;
  const request = anonymousRequest({ kind: 'path', path, assetId });
  const now = changes.nowSeconds ?? nowSeconds;
  const decision = decide(verified.grant, request, now, changes.revocations ?? noRevocations);
  return decision.ok ? 'allowed' : decision.reason;
}

describe('a signed URI', () => {
  it('opens the URIs of its container while it lasts', async () => {
    expect(await verdict({})).toBe('allowed');
    expect(await verdict({}, { uri: uri.replace('9f86d081', '9f86d082') })).toBe('acl_mismatch');
    expect(await verdict({}, { uri: `http${uri.slice(5)}` })).toBe('acl_mismatch');
    expect(await verdict({}, { nowSeconds: 1777032408 })).toBe('token_expired');
    expect(await verdict({ nbf: nowSeconds + 6 })).toBe('token_not_yet_valid');
  });

  it('may name one URI by its hash', async () => {
    const digest = encodeBase64url(await crypto.sha256(uri));
    expect(await verdict({ cdniuc: `hash:sha-256;${digest}` })).toBe('allowed');
    expect(await verdict({ cdniuc: `hash:sha-256;${digest}` }, { uri: `${uri}?x=1` })).toBe('acl_mismatch');
  });

  it.each(['uri:https://edge.example.com/*', 'regex:(a|b)', 'hash:md5;AAAA', 'https://edge.example.com/', ':'])(
    'opens nothing by a container that nobody here can match: %s',
    async (cdniuc) => {
      expect(await verdict({ cdniuc })).toBe('acl_mismatch');
    },
  );

  it.each([
    { cdniuc: undefined },
    { cdniuc: 7 },
    { exp: undefined },
    { exp: '1777032408' },
    { exp: 1.5 },
    { cdniv: 2 },
    { cdniip: 'eyJ...' },
    { cdnicrit: 'cdniuc,cdniip' },
    { cdnicrit: 'geo' },
    { cdnicrit: ['cdniuc'] },
    { cdnistt: 2 },
    { cdnistt: undefined },
    { cdniets: -1 },
    { cdnistd: 'x' },
    { aud: [] },
    { aud: [7] },
    { jti: '' },
    { nbf: null },
  ])('is malformed with %j', async (claims) => {
    expect(await verdict(claims)).toBe('token_malformed');
  });

  it('may name as critical what is kept', async () => {
    expect(await verdict({ cdnicrit: 'cdniuc,cdniets' })).toBe('allowed');
  });

  it('is for those whom it names', async () => {
    expect(await verdict({ aud: ['other.example.com', issuer] })).toBe('allowed');
    expect(await verdict({ aud: 'other.example.com' })).toBe('token_invalid');
  });

  it('is no other JWT, and no other JWT is one', async () => {
    expect(await verdict({}, { typ: 'edge+jwt' })).toBe('token_malformed');
    expect(await verdict({}, { typ: 'JWT' })).toBe('token_malformed');
  });

  it('is refused with any single bit flipped', async () => {
    for (const flipped of withFlippedBits(vectors.token)) expect(await verdictOn(flipped)).not.toBe('allowed');
  });

  it('is taken back by its id, and not served by an edge that has lost its feed', async () => {
    const revocations = createRevocationSet([{ type: 'token', value: 'tk_1' }]);
    expect(await verdict({ jti: 'tk_1' }, { revocations })).toBe('token_revoked');
    expect(await verdict({ jti: 'tk_2' }, { revocations })).toBe('allowed');
    expect(await verdict({}, { revocations: { revokes: () => false, isStaleFor: () => true } })).toBe('edge_stale');
  });
});

describe('renewing a signed URI', () => {
  const cookiePath = async (cdnistd: number) => {
    const parsed = parsePath('/v/caf%C3%A9/1080p/seg.m4s');
    const members = { ...vectors.claims, cdnistd };
    const claims = parseCdniClaims(members);
    if (!parsed.ok || claims === null) throw new Error('must parse');
    return (await renewCdniToken(crypto, key, { claims, members, path: parsed.path, issuer, nowSeconds })).path;
  };

  it('sends its cookie to as many folders as the token says', async () => {
    const paths = await Promise.all([0, 1, 2, 3, 9].map(cookiePath));
    expect(paths).toEqual(['/', '/v/', '/v/caf%C3%A9/', '/v/caf%C3%A9/1080p/', '/v/caf%C3%A9/1080p/']);
  });

  it('needs a token that asks for it', () => {
    const members = { ...vectors.claims, cdniets: 0 };
    const [claims, parsed] = [parseCdniClaims(members), parsePath('/v/a/b')];
    if (claims === null || !parsed.ok) throw new Error('must parse');
    const order = { claims, members, path: parsed.path, issuer, nowSeconds };
    expect(() => renewCdniToken(crypto, key, order)).toThrow(RangeError);
  });
});
