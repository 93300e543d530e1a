import { decodeHex, encodeHex } from '../bytes/hex.ts';
import type { Crypto, Message } from '../crypto/crypto.ts';
import type { MacKey } from '../crypto/mac-key.ts';
import { mapTimed, settle, type Timed, type Timing } from '../crypto/timing.ts';

const prefix = 'sha256=';

/** Value of the `X-Signature` header for the exact bytes of a webhook body (Vylux contract §10). */
export function signWebhook<T extends Timing>(crypto: Crypto<T>, key: MacKey, body: Message): Timed<T, string> {
  return mapTimed(crypto, crypto.hmacSha256(key, body), (mac: Uint8Array) => prefix + encodeHex(mac));
}

/** True when `header` signs exactly `body`. */
export function verifyWebhook<T extends Timing>(
  crypto: Crypto<T>,
  key: MacKey,
  body: Message,
  header: string,
): Timed<T, boolean> {
  const mac =
    header.length === prefix.length + 64 && header.startsWith(prefix) ? decodeHex(header.slice(prefix.length)) : null;
  return mac === null ? settle(crypto, false) : crypto.verifyHmacSha256(key, body, mac);
}
