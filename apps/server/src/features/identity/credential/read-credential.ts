import { isApiKey, looksLikeApiKey } from '@sluice/access';
import type { SluiceError } from '../../../ports/sluice-error.ts';
import { identityErrors } from '../identity-error.ts';

/** What a caller shows. `malformed-key` is counted like a wrong one. */
export type UserCredential =
  | { readonly kind: 'api-key'; readonly key: string }
  | { readonly kind: 'malformed-key' }
  | { readonly kind: 'jwt'; readonly token: string }
  | { readonly kind: 'none'; readonly refusal: SluiceError };

/** A byte is a character here. */
const MAX_BYTES = 8192;

const hasControl = (text: string): boolean => [...text].some((character) => character < ' ' || character === '\x7f');

const keyOf = (text: string): UserCredential =>
  isApiKey(text) ? { kind: 'api-key', key: text } : { kind: 'malformed-key' };

/** The credential in all field lines `Authorization` of a request: LynxVizion contract §1, the first match decides. */
export function readCredential(lines: readonly string[]): UserCredential {
  const [line = ''] = lines;
  const value = line.replace(/^[ \t]+|[ \t]+$/g, '');
  if (lines.length < 2 && value === '') return { kind: 'none', refusal: identityErrors.missingHeader() };
  const invalid: UserCredential = { kind: 'none', refusal: identityErrors.invalidHeader() };
  if (lines.length > 1 || value.length > MAX_BYTES || hasControl(value)) return invalid;
  if (looksLikeApiKey(value)) return keyOf(value);
  const token = /^bearer +(\S.*)$/i.exec(value)?.[1];
  if (token === undefined) return invalid;
  // Many clients can send nothing but Bearer.
  return looksLikeApiKey(token) ? keyOf(token) : { kind: 'jwt', token };
}
