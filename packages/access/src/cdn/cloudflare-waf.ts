import { encodeBase64 } from '../bytes/base64.ts';
import { encodeBase64url } from '../bytes/base64url.ts';
import { encodePercent } from '../bytes/percent-encoding.ts';
import type { Crypto } from '../crypto/crypto.ts';
import type { MacKey } from '../crypto/mac-key.ts';
import { mapTimed, type Timing } from '../crypto/timing.ts';
import { type CdnAdapter, createCdnAdapter, queryCredential } from './cdn-adapter.ts';
import type { CdnCapabilities } from './cdn-order.ts';

export interface CloudflareWafSettings {
  readonly key: MacKey;
  /** The lifetime that the rule names, seconds. */
  readonly ruleTtlSeconds: number;
  /** Length of the directory that the rule cuts off each path, with its slashes; null for a rule on the exact path. */
  readonly directoryLength: number | null;
}

/**
 * Tokens for a WAF rule with `is_timed_hmac_valid_v0` (edge-access §22.4). The rule names one lifetime for all tokens
 * and the token its time of issue, so a token with another life is refused. The rule on a directory uses flag `"s"`.
 */
export function createCloudflareWafAdapter<T extends Timing>(
  crypto: Crypto<T>,
  { key, ruleTtlSeconds, directoryLength }: CloudflareWafSettings,
): CdnAdapter<T> {
  const capabilities: CdnCapabilities = {
    scopes: [directoryLength === null ? 'exact' : 'prefix'],
    carriers: ['query'],
    notBefore: false,
    addresses: 'none',
    countries: false,
    fixedLifetimeSeconds: ruleTtlSeconds,
    maxLifetimeSeconds: null,
    revocation: 'ttl',
  };
  return createCdnAdapter<T>(crypto, {
    name: 'cloudflare-waf',
    capabilities,
    refuse: ({ prefix }) => (prefix !== null && prefix.length !== directoryLength ? 'scope' : null),
    sign(order) {
      const issued = order.expiresAtSeconds - ruleTtlSeconds;
      const message = `${order.prefix ?? order.path}${issued}`;
      return mapTimed(crypto, crypto.hmacSha256(key, message), (mac: Uint8Array) => {
        const text = directoryLength === null ? encodePercent(encodeBase64(mac)) : encodeBase64url(mac);
        return queryCredential(order, `verify=${issued}-${text}`);
      });
    },
  });
}
