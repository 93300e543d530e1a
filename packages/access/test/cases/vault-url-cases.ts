import {
  decide,
  isVaultObjectKey,
  KeyRing,
  MacKey,
  macKeyRecord,
  noRevocations,
  parseUriExpiry,
  signVaultUrl,
  vaultSignedText,
  verifyVaultUrl,
} from '@sluice/access';
import vectors from '../../vectors/vault-urls.json' with { type: 'json' };
import { type ConformanceCase, expectSame } from '../conformance-case.ts';
import { anonymousRequest } from './requests.ts';

const { publicUrl } = vectors;
const key = MacKey.fromText(vectors.secret);
const ringOf = (macKey: MacKey) => new KeyRing([macKeyRecord('vault-url', 'v1', macKey)]);
const ring = ringOf(key);
const targetOf = (url: string) => url.slice(publicUrl.length);
const v1 = vectors.urls[0]?.url ?? '';
const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

const signing: ConformanceCase[] = vectors.urls.map(({ name, url, signedTextSha256, ...claims }) => ({
  name: `Vault URL: ${name}`,
  async run(crypto) {
    const order = { ...claims, nonce: null };
    expectSame((await signVaultUrl(crypto, key, publicUrl, order)).url, url);
    if (signedTextSha256 !== undefined) {
      expectSame(hex(await crypto.sha256(vaultSignedText(order))), signedTextSha256);
    }
    const verified = await verifyVaultUrl(crypto, ring, targetOf(url));
    const resource = { kind: 'provider-object', provider: claims.provider, key: claims.filename };
    expectSame(verified.ok ? verified.grant.resource : verified.reason, resource);
  },
}));

const variations: ConformanceCase[] = vectors.variations.map(({ name, change = {}, secret, signature }) => ({
  name: `Vault URL: V1 with ${name}`,
  async run(crypto) {
    const url = new URL(v1);
    for (const [parameter, value] of Object.entries(change)) url.searchParams.set(parameter, value);
    const keys = secret === undefined ? ring : ringOf(MacKey.fromText(secret));
    const changed = await verifyVaultUrl(crypto, keys, targetOf(url.href));
    expectSame(changed, { ok: false, reason: 'token_invalid' });
    url.searchParams.set('s', signature);
    expectSame((await verifyVaultUrl(crypto, keys, targetOf(url.href))).ok, true);
  },
}));

const queries: ConformanceCase[] = vectors.queries.map(({ name, query, result }) => ({
  name: `Vault URL: ${name}`,
  async run(crypto) {
    const verified = await verifyVaultUrl(crypto, ring, `/api/storage/signed?${query}`);
    expectSame(verified.ok ? 'ok' : verified.reason, result);
  },
}));

const moments: ConformanceCase[] = vectors.moments.map(({ name, nowSeconds, decision }) => ({
  name: `Vault URL: V1 in ${name}`,
  async run(crypto) {
    const verified = await verifyVaultUrl(crypto, ring, targetOf(v1));
    if (!verified.ok) throw new Error(verified.reason);
    const { provider = '', filename = '' } = vectors.urls[0] ?? {};
    const request = anonymousRequest({ kind: 'provider-object', provider, key: filename });
    const decided = decide(verified.grant, request, nowSeconds, noRevocations);
    expectSame(decided.ok ? 'ok' : decided.reason, decision);
  },
}));

const bounds = { defaultSeconds: 86_400, maxSeconds: 604_800 };
const expiries: ConformanceCase[] = vectors.expiries.map(({ input, seconds }) => ({
  name: `Vault URL: lifetime ${JSON.stringify(input)}`,
  run: () => expectSame(parseUriExpiry(input, bounds), seconds),
}));

const objectKeys: ConformanceCase[] = vectors.objectKeys.map(({ key: text, isLegal }) => ({
  name: `Vault URL: object key ${JSON.stringify(text)}`,
  run: () => expectSame(isVaultObjectKey(text), isLegal),
}));

export const vaultUrlCases: readonly ConformanceCase[] = [
  ...signing,
  ...variations,
  ...queries,
  ...moments,
  ...expiries,
  ...objectKeys,
];
