import { decodeBase64url, encodeBase64url } from '../bytes/base64url.ts';
import { encodeHex } from '../bytes/hex.ts';
import type { Crypto } from '../crypto/crypto.ts';
import { mapTimed, type Timed, type Timing } from '../crypto/timing.ts';

const prefix = 'emb_';
const randomLength = 32;

/** An opaque embed token, kind C (edge-access §6), over 32 random bytes. It means nothing without its record. */
export function formatEmbedToken(random: Uint8Array): string {
  if (random.length !== randomLength) throw new RangeError('an embed token needs 32 random bytes');
  return prefix + encodeBase64url(random);
}

/** True when `text` has the form of an embed token. */
export function isEmbedToken(text: string): boolean {
  if (text.length !== 47 || !text.startsWith(prefix)) return false;
  return decodeBase64url(text.slice(prefix.length)) !== null;
}

/** What is stored instead of the token: hex SHA-256 of its whole text. */
export function embedTokenHash<T extends Timing>(crypto: Crypto<T>, token: string): Timed<T, string> {
  return mapTimed(crypto, crypto.sha256(token), encodeHex);
}

/** How a token is shown where the token itself must not be: its first six random characters. */
export function embedTokenLabel(token: string): string {
  return `${token.slice(0, prefix.length + 6)}...`;
}

/** True for the id of an embed token's record, which is also the id of every token made from it. */
export function isEmbedRecordId(tokenId: string): boolean {
  return tokenId.startsWith('et_');
}
