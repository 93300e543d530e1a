import { assertKey, keyFault } from '../object-key.ts';
import { invalidKey } from '../storage-errors.ts';

/** Where bodies are written until they are whole. */
export const INCOMING_FOLDER = '.incoming';
/** The longest file name of common file systems. */
const MAX_NAME_BYTES = 255;

/** The path of a key's file below the root; throws `storage/invalid-key` for what cannot be a file. */
export function parseFsKey(rawKey: string): string[] {
  assertKey(rawKey);
  const segments = rawKey.split('/');
  if (segments[0] === INCOMING_FOLDER) throw invalidKey(`${INCOMING_FOLDER} is the store's own folder`);
  if (segments.some((segment) => Buffer.byteLength(segment) > MAX_NAME_BYTES)) {
    throw invalidKey(`a segment is longer than ${MAX_NAME_BYTES} bytes`);
  }
  return segments;
}

/** True for a file that somebody dropped in and that can be named by a key. */
export function isNameable(key: string): boolean {
  return keyFault(key) === null;
}
