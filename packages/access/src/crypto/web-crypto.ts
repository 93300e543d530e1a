import { encodeUtf8 } from '../bytes/utf8.ts';
import { platform, type Subtle, type SubtleKey } from '../platform.ts';
import type { AsyncCrypto, Message } from './crypto.ts';
import type { MacKey } from './mac-key.ts';
import { signatureAlgorithms } from './signature-algorithms.ts';
import type { PrivateKey, PublicKey } from './signature-key.ts';

const hmac = { name: 'HMAC', hash: 'SHA-256' };

/**
 * The engine over WebCrypto (W3C Web Cryptography API), for browsers, Workers and njs. Imports each key object once.
 * Throws where there is no `crypto.subtle`: a page that is not a secure context.
 */
export function webCrypto(): AsyncCrypto {
  const subtle = platform.crypto?.subtle;
  if (subtle === undefined) throw new Error('WebCrypto is missing: serve the page over https or from localhost');
  const macKey = importOnce((key: MacKey) =>
    subtle.importKey('raw', key.exportBytes(), hmac, false, ['sign', 'verify']),
  );
  const publicKey = importOnce((key: PublicKey) => importJwk(subtle, key.alg, key.jwk, 'verify'));
  const privateKey = importOnce((key: PrivateKey) => importJwk(subtle, key.alg, key.exportJwk(), 'sign'));
  return {
    timing: 'async',
    sha256: async (message) => new Uint8Array(await subtle.digest('SHA-256', toBytes(message))),
    hmacSha256: async (key, message) => new Uint8Array(await subtle.sign(hmac, await macKey(key), toBytes(message))),
    verifyHmacSha256: async (key, message, mac) => subtle.verify(hmac, await macKey(key), mac, toBytes(message)),
    sign: async (key, message) => {
      const { webSign } = signatureAlgorithms[key.alg];
      return new Uint8Array(await subtle.sign(webSign, await privateKey(key), toBytes(message)));
    },
    verify: async (key, message, signature) => {
      const { webSign, signatureBytes } = signatureAlgorithms[key.alg];
      // workerd throws for a wrong length, where every other runtime says false.
      if (signatureBytes !== null && signature.length !== signatureBytes) return false;
      return subtle.verify(webSign, await publicKey(key), signature, toBytes(message));
    },
  };
}

function importJwk(
  subtle: Subtle,
  alg: keyof typeof signatureAlgorithms,
  jwk: unknown,
  usage: string,
): Promise<SubtleKey> {
  return subtle.importKey('jwk', jwk, signatureAlgorithms[alg].webImport, false, [usage]);
}

function importOnce<Key extends object>(importKey: (key: Key) => Promise<SubtleKey>): (key: Key) => Promise<SubtleKey> {
  const imported = new WeakMap<Key, Promise<SubtleKey>>();
  return (key) => {
    const known = imported.get(key);
    if (known !== undefined) return known;
    const fresh = importKey(key);
    imported.set(key, fresh);
    return fresh;
  };
}

function toBytes(message: Message): Uint8Array {
  return typeof message === 'string' ? encodeUtf8(message) : message;
}
