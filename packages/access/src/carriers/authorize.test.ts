import { describe, expect, it } from 'vitest';
import vectors from '../../vectors/edge-token.json' with { type: 'json' };
import type { AccessRequest } from '../access-request.ts';
import { decodeHex } from '../bytes/hex.ts';
import { MacKey } from '../crypto/mac-key.ts';
import { webCrypto } from '../crypto/web-crypto.ts';
import { decideEmbed } from '../embed/decide-embed.ts';
import { unbound } from '../grant.ts';
import { macKeyRecord } from '../keys/key-record.ts';
import { KeyRing } from '../keys/key-ring.ts';
import { parsePath } from '../path/parse-path.ts';
import { noRevocations } from '../revocations/revocation-set.ts';
import { parseEdgeToken } from '../schemes/edge-token.ts';
import { issueEdgeToken } from '../schemes/issue-edge-token.ts';
import { verifyEdgeToken } from '../schemes/verify-edge-token.ts';
import { authorize } from './authorize.ts';
import { type CredentialSources, extractCredentials } from './credential-carrier.ts';

const crypto = webCrypto();
const key = new MacKey(decodeHex(vectors.keys.k1) ?? new Uint8Array());
const record = macKeyRecord('edge-hmac', 'k1', key);
const ring = new KeyRing([record]);
const now = 1_777_032_108;
const good = vectors.carriers.token;
const expired = await reissue(now);
const foreign = good.replace('iVEo', 'AAAA');
const none: CredentialSources = { pathToken: null, query: '', edgeTokenHeader: null, cookieHeader: null };

async function reissue(expiresAtSeconds: number): Promise<string> {
  const parsed = parseEdgeToken(good);
  if (!parsed.ok) throw new Error(parsed.reason);
  return issueEdgeToken(crypto, record, { ...parsed.claims, expiresAtSeconds });
}

function request(): AccessRequest {
  const parsed = parsePath('/v/9f86d081/a.m4s');
  if (!parsed.ok) throw new Error(parsed.reason);
  const resource = { kind: 'path', path: parsed.path, assetId: '9f86d081' } as const;
  return { action: 'read', resource, clientAddress: null, origin: null, referer: null, userAgent: null };
}

async function verdict(sources: Partial<CredentialSources>): Promise<string> {
  const credentials = extractCredentials({ ...none, ...sources });
  const verifiers = { 'edge-token': (text: string) => verifyEdgeToken(crypto, ring, text) };
  const context = { verifiers, request: request(), nowSeconds: now, revocations: noRevocations };
  const result = await authorize(crypto, credentials, context);
  return result.ok ? result.carrier : result.reason;
}

describe('authorizing a request', () => {
  it('needs a credential', async () => {
    expect(await verdict({})).toBe('token_missing');
    expect(await verdict({ query: 'x=1', cookieHeader: 'session=1' })).toBe('token_missing');
  });

  it('takes the first carrier that is present', async () => {
    const path = { pathToken: vectors.carriers.pathToken };
    expect(await verdict({ ...path, query: `et=${foreign}`, edgeTokenHeader: foreign })).toBe('path');
    expect(await verdict({ query: vectors.carriers.query, edgeTokenHeader: foreign })).toBe('query');
    expect(await verdict({ edgeTokenHeader: good, cookieHeader: `edge_token=${foreign}` })).toBe('header');
    expect(await verdict({ cookieHeader: `a=b; edge_token=${good}; c=d` })).toBe('cookie');
  });

  it('tries the next one only after one that has expired', async () => {
    expect(await verdict({ query: `et=${expired}`, cookieHeader: `edge_token=${good}` })).toBe('cookie');
    expect(
      await verdict({ query: `et=${expired}`, edgeTokenHeader: expired, cookieHeader: `edge_token=${good}` }),
    ).toBe('cookie');
    expect(await verdict({ query: `et=${expired}`, edgeTokenHeader: expired })).toBe('token_expired');
    expect(await verdict({ query: `et=${foreign}`, cookieHeader: `edge_token=${good}` })).toBe('token_invalid');
    expect(await verdict({ query: 'et=garbage', cookieHeader: `edge_token=${good}` })).toBe('token_malformed');
    expect(
      await verdict({ query: `et=${expired}`, edgeTokenHeader: foreign, cookieHeader: `edge_token=${good}` }),
    ).toBe('token_invalid');
  });

  it.each([
    ['et twice', { query: `et=${good}&et=${good}` }],
    ['et twice, once escaped', { query: `et=${good}&%65t=${good}` }],
    ['et without a value', { query: 'et' }],
    ['an empty et', { query: 'et=' }],
    ['an et over the limit', { query: `et=v=1~${'%41'.repeat(5000)}` }],
    ['a broken escape in et', { query: 'et=v=1~%4' }],
    ['two cookies', { cookieHeader: `edge_token=${good}; edge_token=${good}` }],
    ['more cookies than anybody should search', { cookieHeader: `edge_token=${good};${' '.repeat(16_384)}` }],
    ['a quoted cookie', { cookieHeader: `edge_token="${good}"` }],
    ['an empty header', { edgeTokenHeader: '' }],
    ['a header sent twice', { edgeTokenHeader: `${good}, ${good}` }],
    ['an empty path token', { pathToken: '' }],
    ['a path token that is not base64url', { pathToken: 'v=1' }],
    ['a path token that is not canonical', { pathToken: 'dj1' }],
    ['an API key', { edgeTokenHeader: 'sk_live_0123456789' }],
    ['an edge token over 2048 characters', { edgeTokenHeader: `v=1~${'a'.repeat(2045)}` }],
  ])('refuses %s as malformed', async (_what, sources) => {
    expect(await verdict(sources)).toBe('token_malformed');
  });

  it('takes the verdict on an embed token from its record', async () => {
    const embedToken = 'emb_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8';
    const credentials = extractCredentials({ ...none, query: `et=${embedToken}` });
    const verdictOn = async (isActive: boolean) => {
      const times = { expiresAtSeconds: null, createdAtSeconds: 0 };
      const counts = { maxPlays: null, plays: 0 };
      const record = {
        id: 'et_1',
        assetId: '9f86d081',
        subject: null,
        bindings: unbound,
        isActive,
        ...times,
        ...counts,
      };
      const asked = { ...request(), entry: 'manifest' } as const;
      const embed = () => Promise.resolve(decideEmbed(record, asked, now, noRevocations));
      const context = { request: asked, nowSeconds: now, revocations: noRevocations };
      const result = await authorize(crypto, credentials, { ...context, verifiers: { 'embed-token': embed } });
      return result.ok ? result.grant.tokenId : result.reason;
    };
    expect(await verdictOn(true)).toBe('et_1');
    expect(await verdictOn(false)).toBe('token_revoked');
  });

  it('refuses a kind that nobody here verifies', async () => {
    expect(await verdict({ edgeTokenHeader: 'eyJh.eyJh.AAAA' })).toBe('token_invalid');
    expect(await verdict({ edgeTokenHeader: 'emb_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8' })).toBe('token_invalid');
  });
});
