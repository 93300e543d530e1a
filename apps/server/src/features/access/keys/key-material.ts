import { generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  decodeUtf8,
  type Jwk,
  type KeyRecord,
  type KeyState,
  MacKey,
  macKeyRecord,
  PrivateKey,
  PublicKey,
  type SignatureAlgorithmName,
} from '@sluice/access';

/** Classes of keys that this product makes and keeps (edge access §3). */
export type EdgeKeyClass = 'edge-hmac' | 'edge-jwt-sym' | 'edge-jwt-asym';
export type EdgeKeyAlgorithm = 'HS256' | SignatureAlgorithmName;

/** Which algorithms a class can have; the first is what it gets where nobody says. */
export const algorithmsOf = {
  'edge-hmac': ['HS256'],
  'edge-jwt-sym': ['HS256'],
  'edge-jwt-asym': ['ES256', 'RS256', 'EdDSA'],
} as const satisfies Record<EdgeKeyClass, readonly EdgeKeyAlgorithm[]>;

function makePair(alg: SignatureAlgorithmName) {
  switch (alg) {
    case 'RS256':
      return generateKeyPairSync('rsa', { modulusLength: 2048 });
    case 'ES256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' });
    case 'EdDSA':
      return generateKeyPairSync('ed25519');
  }
}

/** A new secret as it is wrapped: 32 random bytes, or the JSON of a private JWK. */
export function makeKeySecret(alg: EdgeKeyAlgorithm): Uint8Array {
  if (alg === 'HS256') return randomBytes(32);
  return Buffer.from(JSON.stringify(makePair(alg).privateKey.export({ format: 'jwk' })));
}

/** The record of a secret that {@link makeKeySecret} made. */
export function openKeyRecord(
  keyClass: EdgeKeyClass,
  { kid, alg, state }: { readonly kid: string; readonly alg: string; readonly state: KeyState },
  secret: Uint8Array,
): KeyRecord {
  if (alg === 'HS256') return macKeyRecord(keyClass, kid, new MacKey(secret), state);
  const name = alg as SignatureAlgorithmName;
  const jwk = JSON.parse(decodeUtf8(secret) ?? '') as Jwk;
  return { keyClass, kid, state, verifyKey: new PublicKey(name, jwk), signKey: new PrivateKey(name, jwk) };
}
