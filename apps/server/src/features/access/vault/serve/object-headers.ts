import { encodePercent, isOnceUrlId } from '@sluice/access';
import { contentTypeOf } from '../../../../platform/content-type.ts';
import type { ObjectInfo } from '../../../../ports/object-store.ts';

const MAX_CACHE_SECONDS = 3600;

/** Types that a browser runs scripts of, under the name of whoever serves them. */
const activeType = /^(text\/html|application\/xhtml\+xml|image\/svg\+xml|text\/xml|application\/xml|[^;]*\+xml)\b/i;

/** As the store knows it, else by the extension (Kerberos Vault contract §6.4). */
export const vaultContentType = ({ contentType, key }: Pick<ObjectInfo, 'contentType' | 'key'>): string =>
  contentType === undefined || contentType === '' || !/^[\x20-\x7e]+$/.test(contentType)
    ? contentTypeOf(key)
    : contentType;

/** What an answer with an object says beside its validators (Kerberos Vault contract §6.4). */
export function objectHeaders(
  { filename, contentType, tokenId }: { filename: string; contentType: string; tokenId: string },
  secondsLeft: number,
): Readonly<Record<string, string>> {
  const kind = activeType.test(contentType) ? 'attachment' : 'inline';
  const name = filename.slice(filename.lastIndexOf('/') + 1);
  const maxAgeSeconds = Math.max(0, Math.min(secondsLeft, MAX_CACHE_SECONDS));
  return {
    'cache-control': isOnceUrlId(tokenId) ? 'no-store' : `private, max-age=${maxAgeSeconds}, no-transform`,
    'content-disposition': `${kind}; filename*=UTF-8''${encodePercent(name)}`,
    'referrer-policy': 'no-referrer',
  };
}
