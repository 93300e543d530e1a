import { hasControlCharacter } from './percent-encoding.ts';

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** True for 1 to `maxLength` UTF-16 units without control characters and lone surrogates: text that has a UTF-8 form. */
export function isPlainText(text: string, maxLength: number): boolean {
  return text !== '' && text.length <= maxLength && !hasControlCharacter(text) && !loneSurrogate.test(text);
}
