import { encodeHex } from '../bytes/hex.ts';
import type { LegacyCrypto } from '../crypto/legacy-crypto.ts';
import type { MacKey } from '../crypto/mac-key.ts';
import { mapTimed, type Timing } from '../crypto/timing.ts';
import { type CdnAdapter, createCdnAdapter, queryCredential } from './cdn-adapter.ts';
import type { CdnCapabilities } from './cdn-order.ts';

const capabilities: CdnCapabilities = {
  scopes: ['exact'],
  carriers: ['query'],
  notBefore: false,
  addresses: 'none',
  countries: false,
  fixedLifetimeSeconds: null,
  maxLifetimeSeconds: null,
  revocation: 'ttl',
};

/**
 * Tokens for Fastly's VCL sample of URL token validation (edge-access §22.6): one path, HMAC-SHA-1. `key` is the key of
 * the sample, its base64 decoded.
 */
export function createFastlyAdapter<T extends Timing>(
  crypto: Pick<LegacyCrypto<T>, 'timing' | 'hmacSha1'>,
  key: MacKey,
): CdnAdapter<T> {
  return createCdnAdapter<T>(crypto, {
    name: 'fastly',
    capabilities,
    sign: (order) =>
      mapTimed(crypto, crypto.hmacSha1(key, `${order.path}${order.expiresAtSeconds}`), (mac: Uint8Array) =>
        queryCredential(order, `token=${order.expiresAtSeconds}_${encodeHex(mac)}`),
      ),
  });
}
