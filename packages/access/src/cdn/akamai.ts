import { encodeHex } from '../bytes/hex.ts';
import { encodePercent } from '../bytes/percent-encoding.ts';
import type { Crypto } from '../crypto/crypto.ts';
import type { MacKey } from '../crypto/mac-key.ts';
import { mapTimed, type Timing } from '../crypto/timing.ts';
import { type CdnAdapter, cookieCredential, createCdnAdapter, queryCredential } from './cdn-adapter.ts';
import type { CdnCapabilities, CdnOrder } from './cdn-order.ts';

export interface AkamaiSettings {
  /** The property's encryption key, its hex digits decoded. */
  readonly key: MacKey;
  /** `hdnts` for Adaptive Media Delivery, `__token__` for plain Auth Token 2.0. */
  readonly parameter: string;
  /** Whether the property has "Escape token input" switched on. */
  readonly escapesInput: boolean;
  /** Hashed and not sent; null where the property has none. */
  readonly salt: string | null;
}

const capabilities: CdnCapabilities = {
  scopes: ['exact', 'prefix'],
  carriers: ['query', 'cookie'],
  notBefore: true,
  addresses: 'ipv4',
  countries: false,
  fixedLifetimeSeconds: null,
  maxLifetimeSeconds: null,
  revocation: 'list',
};

/**
 * Short tokens of Akamai Token Authentication 2.0 (edge-access §22.2). A prefix becomes an `acl`; one path is hashed as
 * `url` and not sent. The edge makes the session token of a playback by itself.
 */
export function createAkamaiAdapter<T extends Timing>(crypto: Crypto<T>, settings: AkamaiSettings): CdnAdapter<T> {
  const { key, parameter } = settings;
  if (!/^[A-Za-z0-9_]+$/.test(parameter)) throw new RangeError('an Akamai parameter has letters, digits and _');
  return createCdnAdapter<T>(crypto, {
    name: 'akamai',
    capabilities,
    sign(order) {
      const { sent, signed } = akamaiTexts(order, settings);
      return mapTimed(crypto, crypto.hmacSha256(key, signed), (mac: Uint8Array) => {
        const token = `${sent}~hmac=${encodeHex(mac)}`;
        return order.carrier === 'cookie'
          ? cookieCredential(order, [[parameter, token]])
          : queryCredential(order, `${parameter}=${token}`);
      });
    },
  });
}

type Field = readonly [name: string, value: string | null];

function akamaiTexts(order: CdnOrder, { escapesInput, salt }: Omit<AkamaiSettings, 'key' | 'parameter'>) {
  const escaped = (text: string | null) => (text === null || !escapesInput ? text : escapeLower(text));
  const { path, prefix, notBeforeSeconds, expiresAtSeconds, tokenId, bindings } = order;
  const address = bindings.clientAddresses?.[0]?.network.join('.') ?? null;
  const sent = joinFields([
    ['ip', escaped(address)],
    ['st', notBeforeSeconds === null ? null : String(notBeforeSeconds)],
    ['exp', String(expiresAtSeconds)],
    ['acl', prefix === null ? null : `${prefix}*`],
    ['id', escaped(tokenId)],
  ]);
  const hashed = joinFields([
    ['url', prefix === null ? escaped(path) : null],
    ['salt', salt],
  ]);
  return { sent, signed: hashed === '' ? sent : `${sent}~${hashed}` };
}

function joinFields(fields: readonly Field[]): string {
  return fields.flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`])).join('~');
}

/** Percent-encoding with lower-case digits, which is how Akamai's own libraries write it. */
function escapeLower(text: string): string {
  return encodePercent(text).replace(/%../g, (code) => code.toLowerCase());
}
