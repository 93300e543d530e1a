import type { Crypto } from '../crypto/crypto.ts';
import { mapTimed, type Timing } from '../crypto/timing.ts';
import { type JwsSigner, signJws } from '../schemes/jws.ts';
import { type CdnAdapter, createCdnAdapter } from './cdn-adapter.ts';
import type { CdnCapabilities, CdnOrder } from './cdn-order.ts';

const capabilities: CdnCapabilities = {
  scopes: ['prefix'],
  carriers: ['path'],
  notBefore: true,
  addresses: 'blocks',
  countries: true,
  fixedLifetimeSeconds: null,
  maxLifetimeSeconds: 86_400,
  revocation: 'key',
};

const videoPrefix = /^\/([0-9a-f]{32})\/$/;

/**
 * Tokens of Cloudflare Stream (edge-access §22.4): a JWT by RS256 that takes the place of the video's id in the path,
 * so the order's prefix is `/{id}/`. Its rules are tried in order and the first that matches counts, so addresses and
 * countries cannot both be asked for.
 */
export function createCloudflareStreamAdapter<T extends Timing>(crypto: Crypto<T>, signer: JwsSigner): CdnAdapter<T> {
  if (signer.signKey?.alg !== 'RS256') throw new TypeError('Cloudflare Stream takes RS256 only');
  return createCdnAdapter<T>(crypto, {
    name: 'cloudflare-stream',
    capabilities,
    refuse({ prefix, bindings, countries }) {
      if (!videoPrefix.test(prefix ?? '')) return 'scope';
      return bindings.clientAddresses !== null && countries !== null ? 'country' : null;
    },
    sign: (order) =>
      mapTimed(crypto, signJws(crypto, signer, null, claimsOf(order, signer.kid)), (token: string) => {
        const { host, path, prefix } = order;
        const pathPrefix = `/${token}/`;
        const url = `https://${host}${pathPrefix}${path.slice(prefix?.length)}`;
        return { url, query: null, pathPrefix, cookies: [] };
      }),
  });
}

function claimsOf(order: CdnOrder, kid: string) {
  const accessRules = accessRulesOf(order);
  return {
    sub: videoPrefix.exec(order.prefix ?? '')?.[1],
    kid,
    exp: order.expiresAtSeconds,
    ...(order.notBeforeSeconds === null ? {} : { nbf: order.notBeforeSeconds }),
    ...(accessRules.length === 0 ? {} : { accessRules }),
  };
}

function accessRulesOf({ bindings, countries }: CdnOrder): readonly object[] {
  const rest = { type: 'any', action: 'block' };
  if (bindings.clientAddresses !== null) {
    const ip = bindings.clientAddresses.map(({ text }) => text);
    return [{ type: 'ip.src', action: 'allow', ip }, rest];
  }
  return countries === null ? [] : [{ type: 'ip.geoip.country', action: 'allow', country: countries }, rest];
}
