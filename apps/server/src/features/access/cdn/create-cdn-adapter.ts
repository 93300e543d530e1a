import {
  type CdnAdapter,
  cloudFrontSha1Signer,
  cloudFrontSha256Signer,
  createAkamaiAdapter,
  createBunnyAdapter,
  createBunnyBasicAdapter,
  createCloudFrontAdapter,
  createCloudflareStreamAdapter,
  createCloudflareWafAdapter,
  createFastlyAdapter,
  createSecureLinkAdapter,
  decodeUtf8,
  type LegacyCrypto,
  type MacKey,
  type SyncCrypto,
} from '@sluice/access';
import type { CdnSigning } from '../../../ports/cdn-settings.ts';

/** The engines that CDNs need: some of them ask for digests that nothing else may use. */
export interface CdnCrypto {
  readonly crypto: SyncCrypto;
  readonly legacyCrypto: LegacyCrypto<'sync'>;
}

const textOf = (key: MacKey): string => decodeUtf8(key.exportBytes()) ?? '';

/** What signs for one CDN (edge access §22). */
export function createCdnAdapter(signing: CdnSigning, { crypto, legacyCrypto }: CdnCrypto): CdnAdapter<'sync'> {
  switch (signing.adapter) {
    case 'cloudfront': {
      const { keyPairId, digest, key } = signing;
      const signer = digest === 'SHA1' ? cloudFrontSha1Signer(legacyCrypto, key) : cloudFrontSha256Signer(crypto, key);
      return createCloudFrontAdapter({ keyPairId, signer });
    }
    case 'akamai':
      return createAkamaiAdapter(crypto, { ...signing, salt: signing.salt === null ? null : textOf(signing.salt) });
    case 'bunny': {
      const { form, key } = signing;
      const secret = textOf(key);
      return form === 'basic'
        ? createBunnyBasicAdapter(legacyCrypto, secret)
        : createBunnyAdapter(crypto, { secret, form });
    }
    case 'cloudflare-waf':
      return createCloudflareWafAdapter(crypto, signing);
    case 'cloudflare-stream':
      return createCloudflareStreamAdapter(crypto, { kid: signing.kid, signKey: signing.key });
    case 'nginx-secure-link':
      return createSecureLinkAdapter(legacyCrypto, { secret: textOf(signing.key), form: signing.form });
    case 'fastly':
      return createFastlyAdapter(legacyCrypto, signing.key);
  }
}
