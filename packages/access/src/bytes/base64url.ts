const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const invalid = 64;
const values = new Uint8Array(128).fill(invalid);
for (let value = 0; value < 64; value++) values[alphabet.charCodeAt(value)] = value;

/** Base64url without padding (RFC 4648 §5). */
export function encodeBase64url(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const count = Math.min(3, bytes.length - index);
    const group = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    for (let character = 0; character <= count; character++) text += alphabet[(group >> (18 - 6 * character)) & 63];
  }
  return text;
}

/**
 * The bytes of unpadded base64url `text`, or null when it has padding, a foreign character, an impossible length or
 * unused bits that are not zero. So every byte string has exactly one accepted text (RFC 4648 §3.5).
 */
export function decodeBase64url(text: string): Uint8Array | null {
  if (text.length % 4 === 1) return null;
  const bytes = new Uint8Array((text.length * 3) >> 2);
  let pending = 0;
  let pendingBits = 0;
  let written = 0;
  for (let index = 0; index < text.length; index++) {
    const value = base64urlValue(text.charCodeAt(index));
    if (value === invalid) return null;
    pending = ((pending << 6) | value) & 0xfff;
    pendingBits += 6;
    if (pendingBits >= 8) {
      pendingBits -= 8;
      bytes[written++] = pending >> pendingBits;
    }
  }
  return (pending & ((1 << pendingBits) - 1)) === 0 ? bytes : null;
}

/** True when `code` is a UTF-16 code of the base64url alphabet. */
export function isBase64urlCode(code: number): boolean {
  return base64urlValue(code) !== invalid;
}

function base64urlValue(code: number): number {
  return code < 128 ? (values[code] ?? invalid) : invalid;
}
