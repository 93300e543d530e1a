import { encodeHex } from '../bytes/hex.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import type { SyncCrypto } from '../crypto/crypto.ts';
import { MacKey } from '../crypto/mac-key.ts';

/**
 * Value of the `Mux-Signature` header for the exact text of an event (Mux contract §13.2): one `v1` for each secret that
 * is in force, so that a receiver may hold any of them. `atSeconds` is Unix time.
 */
export function signEvent(crypto: SyncCrypto, secrets: readonly string[], atSeconds: number, body: string): string {
  const message = encodeUtf8(`${atSeconds}.${body}`);
  const macs = secrets.map((secret) => encodeHex(crypto.hmacSha256(MacKey.fromText(secret), message)));
  return [`t=${atSeconds}`, ...macs.map((mac) => `v1=${mac}`)].join(',');
}
