import { hasControlCharacter } from './percent-encoding.ts';

const surrogatePairs = /[\ud800-\udbff][\udc00-\udfff]/g;
const surrogate = /[\ud800-\udfff]/;

// Without lookbehind, which the engine of nginx does not know.
const hasLoneSurrogate = (text: string): boolean => surrogate.test(text.replace(surrogatePairs, ''));

/** True for 1 to `maxLength` UTF-16 units without control characters and lone surrogates: text that has a UTF-8 form. */
export function isPlainText(text: string, maxLength: number): boolean {
  return text !== '' && text.length <= maxLength && !hasControlCharacter(text) && !hasLoneSurrogate(text);
}
