import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  hash,
  type KeyObject,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import type { MacKey, Message, PrivateKey, PublicKey, SyncCrypto } from '@sluice/access';

const macLength = 32;

type SignatureKey = PublicKey | PrivateKey;

/**
 * The engine over `node:crypto`: answers at once, compares in constant time. Imports each key object once, because an
 * HMAC from raw bytes costs several times one from a `KeyObject`.
 */
export function nodeCrypto(): SyncCrypto {
  const macKey = importOnce((key: MacKey) => createSecretKey(key.exportBytes()));
  const publicKey = importOnce((key: PublicKey) => createPublicKey({ key: key.jwk, format: 'jwk' }));
  const privateKey = importOnce((key: PrivateKey) => createPrivateKey({ key: key.exportJwk(), format: 'jwk' }));
  const hmac = (key: MacKey, message: Message) => createHmac('sha256', macKey(key)).update(message);
  const expected = Buffer.alloc(macLength);
  return {
    timing: 'sync',
    sha256: (message) => hash('sha256', message, 'buffer'),
    hmacSha256: (key, message) => hmac(key, message).digest(),
    verifyHmacSha256: (key, message, mac) => {
      // One buffer for all: a fresh one per digest costs a third of the whole check.
      expected.write(hmac(key, message).digest('binary'), 'binary');
      return mac.length === macLength && timingSafeEqual(expected, mac);
    },
    sign: (key, message) => sign(digestName(key), toBytes(message), nodeKey(key, privateKey(key))),
    verify: (key, message, signature) =>
      verify(digestName(key), toBytes(message), nodeKey(key, publicKey(key)), signature),
  };
}

/** Ed25519 hashes by itself. */
function digestName(key: SignatureKey): string | null {
  return key.alg === 'EdDSA' ? null : 'sha256';
}

/** JWS wants ECDSA signatures as r‖s (RFC 7518 §3.4); other algorithms ignore the encoding. */
function nodeKey(key: SignatureKey, object: KeyObject) {
  return key.alg === 'ES256' ? ({ key: object, dsaEncoding: 'ieee-p1363' } as const) : object;
}

function importOnce<Key extends object>(importKey: (key: Key) => KeyObject): (key: Key) => KeyObject {
  const imported = new WeakMap<Key, KeyObject>();
  return (key) => {
    const known = imported.get(key) ?? importKey(key);
    imported.set(key, known);
    return known;
  };
}

function toBytes(message: Message): Uint8Array {
  return typeof message === 'string' ? Buffer.from(message, 'utf8') : message;
}
