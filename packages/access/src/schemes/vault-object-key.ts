import { encodeUtf8 } from '../bytes/utf8.ts';

/** UTF-8 bytes of the longest object key. */
export const maxVaultObjectKeyBytes = 1024;

/**
 * True for a name under which an object may be stored and asked for (Vault contract §4.4): 1 to 1024 UTF-8 bytes, no
 * control character, backslash, leading slash, nor a segment that is empty, `.` or `..`. Everything else stands for
 * itself.
 */
export function isVaultObjectKey(text: string): boolean {
  // Cheaper than the bytes, and bounds what is looked at below: no unit of UTF-16 takes less than a byte.
  if (text === '' || text.length > maxVaultObjectKeyBytes) return false;
  if (hasForbiddenCharacter(text)) return false;
  if (text.split('/').some((segment) => segment === '' || segment === '.' || segment === '..')) return false;
  return encodeUtf8(text).length <= maxVaultObjectKeyBytes;
}

const surrogatePairs = /[\ud800-\udbff][\udc00-\udfff]/g;
const surrogate = /[\ud800-\udfff]/;

function hasForbiddenCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x7f || code === 0x5c) return true;
  }
  // A lone surrogate has no UTF-8 form, so nothing could be signed for it.
  return surrogate.test(text.replace(surrogatePairs, ''));
}
