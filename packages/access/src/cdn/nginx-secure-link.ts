import { encodeBase64url } from '../bytes/base64url.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import type { LegacyCrypto } from '../crypto/legacy-crypto.ts';
import { mapTimed, type Timed, type Timing } from '../crypto/timing.ts';
import { type CdnAdapter, createCdnAdapter, pathCredential, queryCredential } from './cdn-adapter.ts';
import type { CdnCapabilities, CdnOrder } from './cdn-order.ts';

export interface SecureLinkSettings {
  /** The word at the end of `secure_link_md5`: 32 bytes or more, because MD5 protects it badly. */
  readonly secret: string;
  /**
   * What the expression of the configuration holds: the asset's directory, in the path; or the file, in the query,
   * with or without the client's address.
   */
  readonly form: 'directory' | 'file' | 'file-and-address';
}

type Md5<T extends Timing> = Pick<LegacyCrypto<T>, 'timing' | 'md5'>;

const minSecretBytes = 32;
const assetDirectory = /^\/v\/[^/]+\/$/;

const capabilities: CdnCapabilities = {
  scopes: ['exact'],
  carriers: ['query'],
  notBefore: false,
  addresses: 'none',
  countries: false,
  fixedLifetimeSeconds: null,
  maxLifetimeSeconds: 4 * 3600,
  revocation: 'ttl',
};

const capabilitiesOf: Readonly<Record<SecureLinkSettings['form'], CdnCapabilities>> = {
  directory: { ...capabilities, scopes: ['prefix'], carriers: ['path'] },
  file: capabilities,
  'file-and-address': { ...capabilities, addresses: 'ipv4' },
};

/** Links of nginx's `ngx_http_secure_link_module`, for the configurations of edge-access §22.5. Serve them by TLS only. */
export function createSecureLinkAdapter<T extends Timing>(
  crypto: Md5<T>,
  { secret, form }: SecureLinkSettings,
): CdnAdapter<T> {
  if (encodeUtf8(secret).length < minSecretBytes)
    throw new RangeError(`the secret of secure_link needs ${minSecretBytes} bytes`);
  return createCdnAdapter<T>(crypto, {
    name: 'nginx-secure-link',
    capabilities: capabilitiesOf[form],
    refuse({ prefix, bindings }) {
      if (form === 'directory' && !assetDirectory.test(prefix ?? '')) return 'scope';
      // The configuration hashes the address of every client: without one no link would be right.
      return form === 'file-and-address' && bindings.clientAddresses === null ? 'ip' : null;
    },
    sign(order) {
      const expires = order.expiresAtSeconds;
      const expression = `${expires}${signedPlace(order)} ${secret}`;
      return mapTimed(crypto, secureLinkHash(crypto, expression), (hash: string) =>
        form === 'directory'
          ? pathCredential(order, `/sl/${hash}/${expires}`)
          : queryCredential(order, `md5=${hash}&expires=${expires}`),
      );
    },
  });
}

/** What `secure_link` compares with: the base64url MD5 of `expression`. */
export function secureLinkHash<T extends Timing>(crypto: Md5<T>, expression: string): Timed<T, string> {
  return mapTimed(crypto, crypto.md5(expression), encodeBase64url);
}

function signedPlace({ path, prefix, bindings }: CdnOrder): string {
  const address = bindings.clientAddresses?.[0]?.network.join('.') ?? '';
  return prefix ?? path + address;
}
