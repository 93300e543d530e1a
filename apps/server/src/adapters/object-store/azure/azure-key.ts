import { assertKey } from '../object-key.ts';
import { invalidKey } from '../storage-errors.ts';

/** Throws `storage/invalid-key` for a key that Azure does not take as it is: it reads `\` as `/`. */
export function assertAzureKey(rawKey: string): void {
  assertKey(rawKey);
  if (rawKey.includes('\\')) throw invalidKey('it holds a backslash, which Azure takes for a slash');
}
