/**
 * Decodes percent-escapes exactly once; `+` stays `+` (RFC 3986 §2.1). Null when an escape is broken, the bytes are not
 * UTF-8, or the text holds anything but visible ASCII: a request target never does.
 */
export function decodePercent(text: string): string | null {
  let hasEscape = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code <= 0x20 || code >= 0x7f) return null;
    if (code === 0x25) hasEscape = true;
  }
  if (!hasEscape) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Escapes everything but the unreserved characters (RFC 3986 §2.3), a slash included. Throws on a lone surrogate. */
export function encodePercent(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, escapeAscii);
}

/**
 * Escapes everything but letters, digits and `-._/:,@`: text that may stand as a field of an edge token, where `~`
 * separates fields, `!` list items, and `*` is a wildcard. Throws on a lone surrogate.
 */
export function encodeTokenText(text: string): string {
  return encodeURIComponent(text)
    .replace(/%(?:2F|3A|2C|40)/g, decodeURIComponent)
    .replace(/[!'()*~]/g, escapeAscii);
}

/** `%XX` of one ASCII character, upper-case digits. */
function escapeAscii(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** True when `text` holds a control character (Unicode class Cc, so U+0080–U+009F as well). */
export function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return true;
  }
  return false;
}
