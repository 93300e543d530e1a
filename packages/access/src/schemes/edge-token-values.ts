import { isBase64urlCode } from '../bytes/base64url.ts';
import { decodePercent, hasControlCharacter } from '../bytes/percent-encoding.ts';

// Each of these parses the value of one field whose characters the grammar has already allowed; undefined refuses.

const secondsLength = 10;

/** The last second that has ten digits, in the year 2286. */
export const maxSeconds = 9_999_999_999;

/** Ten decimal digits: a Unix second. */
export function parseSeconds(text: string): number | undefined {
  if (text.length !== secondsLength) return undefined;
  let seconds = 0;
  for (let index = 0; index < secondsLength; index++) {
    const digit = text.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    seconds = seconds * 10 + digit;
  }
  return seconds;
}

/** Letters, digits, `-` and `_`, which are the base64url alphabet. */
export function parseName(text: string, maxLength: number): string | undefined {
  if (text.length === 0 || text.length > maxLength) return undefined;
  for (let index = 0; index < text.length; index++) {
    if (!isBase64urlCode(text.charCodeAt(index))) return undefined;
  }
  return text;
}

/** Percent-escaped text without control characters, at most `maxLength` UTF-16 units when decoded. */
export function parseEscapedText(escaped: string, maxLength: number): string | undefined {
  const text = escaped.includes('%') ? decodePercent(escaped) : escaped;
  return text === null || text.length > maxLength || hasControlCharacter(text) ? undefined : text;
}

/** Sixteen lower-case hex digits. */
export function parseFingerprint(text: string): string | undefined {
  return /^[0-9a-f]{16}$/.test(text) ? text : undefined;
}

/** One to `maxItems` items separated by `!`, split before any escape is decoded. */
export function parseList<T>(text: string, maxItems: number, parseItem: (text: string) => T | null): T[] | undefined {
  const items: T[] = [];
  for (const itemText of text.split('!', maxItems + 1)) {
    const item = parseItem(itemText);
    if (item === null || items.length === maxItems) return undefined;
    items.push(item);
  }
  return items;
}
