import { randomBytes } from 'node:crypto';
import { videoErrors } from './video-error.ts';

const ID_BYTES = 32;
const escapes: Readonly<Record<string, string>> = { '0': '00', '-': '01', _: '02' };

/** A new id: random bytes in letters and digits alone (Mux contract §3). */
export const newVideoId = (): string =>
  randomBytes(ID_BYTES)
    .toString('base64url')
    .replace(/[0_-]/g, (character) => escapes[character] ?? '');

/** An id as a path has it. Throws a 400 for what can be none. */
export function requireVideoId(text: string | undefined): string {
  if (text === undefined || !/^[A-Za-z0-9]{1,255}$/.test(text)) throw videoErrors.malformedId();
  return text;
}
