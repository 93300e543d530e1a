import { decodeBase64url, encodeBase64url } from './base64url.ts';

/** Base64 with padding (RFC 4648 §4). */
export function encodeBase64(bytes: Uint8Array): string {
  const text = encodeBase64url(bytes).replaceAll('-', '+').replaceAll('_', '/');
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

/** The bytes of padded base64 `text`, or null where `decodeBase64url` would refuse its like. */
export function decodeBase64(text: string): Uint8Array | null {
  const unpadded = text.replace(/={1,2}$/, '');
  if (text.length % 4 !== 0 || /[-_]/.test(unpadded)) return null;
  return decodeBase64url(unpadded.replaceAll('+', '-').replaceAll('/', '_'));
}
