import { encodeBase64 } from '../bytes/base64.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import type { Crypto } from '../crypto/crypto.ts';
import { ecdsaDer } from '../crypto/ecdsa-der.ts';
import type { LegacyCrypto } from '../crypto/legacy-crypto.ts';
import type { PrivateKey } from '../crypto/signature-key.ts';
import { mapTimed, type Timed, type Timing } from '../crypto/timing.ts';
import {
  type CdnAdapter,
  type CdnCredential,
  cookieCredential,
  createCdnAdapter,
  queryCredential,
} from './cdn-adapter.ts';
import type { CdnCapabilities, CdnOrder } from './cdn-order.ts';

/** What signs a policy: a key in this process, or a service that keeps it. */
export interface CloudFrontSigner<T extends Timing> {
  readonly timing: T;
  readonly digest: 'SHA1' | 'SHA256';
  /** RSASSA-PKCS1-v1_5 over the digest, or ECDSA with P-256 as DER. */
  sign(policy: string): Timed<T, Uint8Array>;
}

export interface CloudFrontSettings<T extends Timing> {
  /** Id of the public key at CloudFront. */
  readonly keyPairId: string;
  readonly signer: CloudFrontSigner<T>;
}

const capabilities: CdnCapabilities = {
  scopes: ['exact', 'prefix'],
  carriers: ['query', 'cookie'],
  notBefore: true,
  addresses: 'ipv4-block',
  countries: false,
  fixedLifetimeSeconds: null,
  maxLifetimeSeconds: null,
  revocation: 'ttl',
};

/** A signer over SHA-256, with an RSA key or one on the curve P-256. */
export function cloudFrontSha256Signer<T extends Timing>(crypto: Crypto<T>, key: PrivateKey): CloudFrontSigner<T> {
  if (key.alg === 'EdDSA') throw new TypeError('CloudFront takes RSA and ECDSA keys');
  const sign = (policy: string) => crypto.sign(key, policy);
  return {
    timing: crypto.timing,
    digest: 'SHA256',
    sign: key.alg === 'ES256' ? (policy) => mapTimed(crypto, sign(policy), ecdsaDer) : sign,
  };
}

/** A signer over SHA-1, which is what CloudFront takes unless it is told otherwise. */
export function cloudFrontSha1Signer<T extends Timing>(
  crypto: Pick<LegacyCrypto<T>, 'timing' | 'signRsaSha1'>,
  key: PrivateKey,
): CloudFrontSigner<T> {
  return { timing: crypto.timing, digest: 'SHA1', sign: (policy) => crypto.signRsaSha1(key, policy) };
}

/**
 * Signed URLs and cookies of Amazon CloudFront (Developer Guide, *Serving private content*; edge-access §22.1). The
 * canned policy where it suffices, a custom one for a prefix, a start, an address or cookies. An address binds IPv4
 * only: switch IPv6 off at the distribution.
 */
export function createCloudFrontAdapter<T extends Timing>({ keyPairId, signer }: CloudFrontSettings<T>): CdnAdapter<T> {
  if (!/^[A-Za-z0-9]+$/.test(keyPairId)) throw new RangeError('a CloudFront key pair id has letters and digits');
  return createCdnAdapter<T>(signer, {
    name: 'cloudfront',
    capabilities,
    sign(order) {
      const policy = cloudFrontPolicy(order);
      return mapTimed(signer, signer.sign(policy), (signature: Uint8Array) =>
        credentialOf(order, policy, [
          ['Signature', encode(signature)],
          ['Key-Pair-Id', keyPairId],
          ...(signer.digest === 'SHA256' ? ([['Hash-Algorithm', 'SHA256']] as const) : []),
        ]),
      );
    },
  });
}

/** The policy that is signed, without white space. Paths and hosts hold nothing that JSON would escape. */
export function cloudFrontPolicy(order: CdnOrder): string {
  const { host, path, prefix, notBeforeSeconds, expiresAtSeconds, bindings } = order;
  const [block] = bindings.clientAddresses ?? [];
  const condition = {
    DateLessThan: { 'AWS:EpochTime': expiresAtSeconds },
    ...(notBeforeSeconds === null ? {} : { DateGreaterThan: { 'AWS:EpochTime': notBeforeSeconds } }),
    ...(block === undefined ? {} : { IpAddress: { 'AWS:SourceIp': `${block.network.join('.')}/${block.prefixBits}` } }),
  };
  const resource = `https://${host}${prefix === null ? path : `${prefix}*`}`;
  return JSON.stringify({ Statement: [{ Resource: resource, Condition: condition }] });
}

type Pair = readonly [name: string, value: string];

function credentialOf(order: CdnOrder, policy: string, signature: readonly Pair[]): CdnCredential {
  const custom: Pair = ['Policy', encode(encodeUtf8(policy))];
  if (order.carrier === 'cookie') {
    return cookieCredential(
      order,
      [custom, ...signature].map(([name, value]) => [`CloudFront-${name}`, value]),
    );
  }
  const canned: Pair = ['Expires', String(order.expiresAtSeconds)];
  const pairs = [isCanned(order) ? canned : custom, ...signature];
  return queryCredential(order, pairs.map((pair) => pair.join('=')).join('&'));
}

/** The canned policy is not sent: CloudFront builds it again from the address and `Expires`. */
function isCanned({ prefix, notBeforeSeconds, bindings }: CdnOrder): boolean {
  return prefix === null && notBeforeSeconds === null && bindings.clientAddresses === null;
}

/** Base64 whose characters may stand in a query. */
function encode(bytes: Uint8Array): string {
  return encodeBase64(bytes).replaceAll('+', '-').replaceAll('=', '_').replaceAll('/', '~');
}
