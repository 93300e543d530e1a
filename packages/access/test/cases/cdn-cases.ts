import {
  type CdnAdapter,
  type CdnOrder,
  type CloudFrontSigner,
  type Crypto,
  cloudFrontPolicy,
  cloudFrontSha1Signer,
  cloudFrontSha256Signer,
  createAkamaiAdapter,
  createBunnyAdapter,
  createBunnyBasicAdapter,
  createCloudFrontAdapter,
  createCloudflareStreamAdapter,
  createCloudflareWafAdapter,
  createFastlyAdapter,
  decodeBase64,
  decodeHex,
  type LegacyCrypto,
  MacKey,
  PrivateKey,
  parseCidr,
  secureLinkHash,
  type Timing,
  unbound,
} from '@sluice/access';
import vectors from '../../vectors/cdn.json' with { type: 'json' };
import { type ConformanceCase, expectSame } from '../conformance-case.ts';

type Vector = (typeof vectors.cases)[number];
type Make = (crypto: Crypto<Timing>, legacy: LegacyCrypto<Timing>, vector: Vector) => CdnAdapter<Timing>;

const { keys } = vectors;
const rsa = new PrivateKey('RS256', keys.rsa);
const bytes = (decoded: Uint8Array | null) => new MacKey(decoded ?? new Uint8Array());

function cloudFront(signer: CloudFrontSigner<Timing>) {
  return createCloudFrontAdapter({ keyPairId: keys.cloudFrontKeyPairId, signer });
}

const adapters: Readonly<Record<string, Make>> = {
  cloudfront: (crypto, legacy, { settings }) =>
    cloudFront(settings.digest === 'SHA1' ? cloudFrontSha1Signer(legacy, rsa) : cloudFrontSha256Signer(crypto, rsa)),
  akamai: (crypto, _legacy, { settings }) =>
    createAkamaiAdapter(crypto, {
      key: bytes(decodeHex(keys.akamaiHex)),
      parameter: 'hdnts',
      escapesInput: settings.escapesInput ?? false,
      salt: null,
    }),
  bunny: (crypto, _legacy, { settings }) =>
    createBunnyAdapter(crypto, { secret: keys.bunny, form: settings.form === 'sha256' ? 'sha256' : 'hmac-sha256' }),
  'bunny-basic': (_crypto, legacy) => createBunnyBasicAdapter(legacy, keys.bunny),
  'cloudflare-waf': (crypto, _legacy, { settings }) =>
    createCloudflareWafAdapter(crypto, {
      key: MacKey.fromText(keys.cloudflareWaf),
      ruleTtlSeconds: 7200,
      directoryLength: settings.directoryLength ?? null,
    }),
  'cloudflare-stream': (crypto) =>
    createCloudflareStreamAdapter(crypto, { kid: keys.cloudflareStreamKid, signKey: rsa }),
  fastly: (_crypto, legacy) => createFastlyAdapter(legacy, bytes(decodeBase64(keys.fastlyBase64))),
};

function orderOf(vector: Vector): CdnOrder {
  const { ip, ...order } = { ...vectors.order, ...vector.order };
  const block = ip === null ? null : parseCidr(ip);
  const bindings = { ...unbound, clientAddresses: block === null ? null : [block] };
  const carrier = order.carrier as CdnOrder['carrier'];
  return { ...order, carrier, bindings, countries: null, requiresInstantRevocation: false };
}

/** The vectors of every CDN adapter, for an issuer that has `legacy` beside its engine. */
export function cdnCases(legacy: LegacyCrypto<Timing>): readonly ConformanceCase[] {
  return [...vectors.cases.map((vector) => mintCase(legacy, vector)), secureLinks(legacy)];
}

function mintCase(legacy: LegacyCrypto<Timing>, vector: Vector): ConformanceCase {
  return {
    name: `CDN: ${vector.name}`,
    async run(crypto) {
      const order = orderOf(vector);
      const { policy, ...expected } = vector.expected;
      const minted = await adapters[vector.adapter]?.(crypto, legacy, vector).mint(order);
      if (minted?.ok !== true) throw new Error(`refused: ${minted?.restriction}`);
      const told = Object.keys(expected).map((name) => [name, minted[name as keyof typeof minted]]);
      expectSame(Object.fromEntries(told), expected);
      if (policy !== undefined) expectSame(cloudFrontPolicy(order), policy);
    },
  };
}

function secureLinks(legacy: LegacyCrypto<Timing>): ConformanceCase {
  return {
    name: 'CDN: hashes of secure_link',
    async run() {
      for (const { expression, hash } of vectors.secureLink) {
        expectSame(await secureLinkHash(legacy, expression), hash);
      }
    },
  };
}
