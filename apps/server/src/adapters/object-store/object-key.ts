import { invalidKey } from './storage-errors.ts';

/** S3's limit, kept by every store. */
const MAX_KEY_BYTES = 1024;

/** Why a key is refused, in the words of an error message, or null for a good key. */
export function keyFault(rawKey: string): string | null {
  if (rawKey === '') return 'it is empty';
  if (!rawKey.isWellFormed()) return 'it is not well-formed Unicode';
  if (Buffer.byteLength(rawKey) > MAX_KEY_BYTES) return `it is longer than ${MAX_KEY_BYTES} bytes`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  if (/[\u0000-\u001f\u007f]/.test(rawKey)) return 'it holds a control character';
  if (rawKey.split('/').some((segment) => segment === '')) return 'it has an empty segment';
  if (rawKey.split('/').some((segment) => segment === '.' || segment === '..')) return 'it has a segment of dots';
  return null;
}

/** Throws `storage/invalid-key` for a key that no store takes. */
export function assertKey(rawKey: string): void {
  const fault = keyFault(rawKey);
  if (fault !== null) throw invalidKey(fault);
}
