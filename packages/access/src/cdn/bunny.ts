import { encodeBase64url } from '../bytes/base64url.ts';
import { concat } from '../bytes/concat.ts';
import { encodePercent } from '../bytes/percent-encoding.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import type { Crypto } from '../crypto/crypto.ts';
import type { LegacyCrypto } from '../crypto/legacy-crypto.ts';
import { MacKey } from '../crypto/mac-key.ts';
import { mapTimed, type Timed, type Timing } from '../crypto/timing.ts';
import { type CdnAdapter, createCdnAdapter, pathCredential, queryCredential } from './cdn-adapter.ts';
import type { CdnCapabilities, CdnOrder } from './cdn-order.ts';

export interface BunnySettings {
  /** The pull zone's token key, its characters as they are written. */
  readonly secret: string;
  /** `sha256` for zones that were made before signing by HMAC. */
  readonly form: 'hmac-sha256' | 'sha256';
}

const capabilities: CdnCapabilities = {
  scopes: ['exact', 'prefix'],
  carriers: ['query', 'path'],
  notBefore: false,
  addresses: 'ipv4-or-ipv6-64',
  countries: true,
  fixedLifetimeSeconds: null,
  maxLifetimeSeconds: null,
  revocation: 'ttl',
};

/** Two texts of the documentation disagree where the address stands in the older form, so it binds none. */
const olderCapabilities: CdnCapabilities = { ...capabilities, addresses: 'none' };

const basicCapabilities: CdnCapabilities = {
  ...olderCapabilities,
  scopes: ['exact'],
  carriers: ['query'],
  countries: false,
};

/** Advanced token authentication of bunny.net (edge-access §22.3), in the query or in front of the path. */
export function createBunnyAdapter<T extends Timing>(
  crypto: Crypto<T>,
  { secret, form }: BunnySettings,
): CdnAdapter<T> {
  const isOlder = form === 'sha256';
  const token = isOlder ? olderTokens(crypto, secret) : hmacTokens(crypto, secret);
  return createCdnAdapter<T>(crypto, {
    name: 'bunny',
    capabilities: isOlder ? olderCapabilities : capabilities,
    sign: (order) => mapTimed(crypto, token(order), (text: string) => credentialOf(order, text)),
  });
}

/** The basic method of old zones: one path, MD5 (edge-access §22.3). */
export function createBunnyBasicAdapter<T extends Timing>(
  crypto: Pick<LegacyCrypto<T>, 'timing' | 'md5'>,
  secret: string,
): CdnAdapter<T> {
  return createCdnAdapter<T>(crypto, {
    name: 'bunny-basic',
    capabilities: basicCapabilities,
    sign: (order) =>
      mapTimed(crypto, crypto.md5(secret + order.path + order.expiresAtSeconds), (digest: Uint8Array) =>
        credentialOf(order, encodeBase64url(digest)),
      ),
  });
}

function hmacTokens<T extends Timing>(crypto: Crypto<T>, secret: string): (order: CdnOrder) => Timed<T, string> {
  const key = MacKey.fromText(secret);
  return (order) => {
    const address = addressBytes(order);
    const head = encodeUtf8((order.prefix ?? order.path) + order.expiresAtSeconds);
    const message = concat(head, address, encodeUtf8(rawParameters(order)));
    const flags = address.length > 0 ? '1-' : '';
    return mapTimed(
      crypto,
      crypto.hmacSha256(key, message),
      (mac: Uint8Array) => `HS256-${flags}${encodeBase64url(mac)}`,
    );
  };
}

function olderTokens<T extends Timing>(crypto: Crypto<T>, secret: string): (order: CdnOrder) => Timed<T, string> {
  return (order) => {
    const message = secret + (order.prefix ?? order.path) + order.expiresAtSeconds + rawParameters(order);
    return mapTimed(crypto, crypto.sha256(message), encodeBase64url);
  };
}

/** Of an IPv6 client only its /64 is bound. */
function addressBytes({ bindings }: CdnOrder): Uint8Array {
  const [block] = bindings.clientAddresses ?? [];
  if (block === undefined) return new Uint8Array();
  return block.network.length === 4 ? block.network : concat(block.network.subarray(0, 8), new Uint8Array(8));
}

/** What is signed besides path, end and address, sorted by name. */
function parametersOf({ prefix, countries }: CdnOrder): readonly (readonly [name: string, value: string])[] {
  return [
    ...(countries === null ? [] : [['token_countries', countries.join(',')] as const]),
    ...(prefix === null ? [] : [['token_path', prefix] as const]),
  ];
}

function rawParameters(order: CdnOrder): string {
  return parametersOf(order)
    .map((pair) => pair.join('='))
    .join('&');
}

function credentialOf(order: CdnOrder, token: string) {
  const parameters = parametersOf(order).map(([name, value]) => `&${name}=${encodePercent(value)}`);
  const rest = `${token}${parameters.join('')}&expires=${order.expiresAtSeconds}`;
  return order.carrier === 'path'
    ? pathCredential(order, `/bcdn_token=${rest}`)
    : queryCredential(order, `token=${rest}`);
}
