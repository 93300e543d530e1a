import {
  decodeHex,
  type Jwk,
  type KeyRecord,
  MacKey,
  macKeyRecord,
  PrivateKey,
  PublicKey,
  type SignatureAlgorithmName,
} from '@sluice/access';

/** A key as the vectors write it: `keyHex` for HMAC, `jwk` for everything else. */
export interface WrittenKey {
  readonly kid: string;
  readonly alg: string;
  readonly jwk?: Jwk;
  readonly keyHex?: string;
}

/** The record of a vector's key, in the class that JWTs take it from. */
export function signatureKeyRecord({ kid, alg, jwk, keyHex }: WrittenKey): KeyRecord {
  if (jwk === undefined)
    return macKeyRecord('edge-jwt-sym', kid, new MacKey(decodeHex(keyHex ?? '') ?? new Uint8Array()));
  const name = alg as SignatureAlgorithmName;
  const keys = { verifyKey: new PublicKey(name, jwk), signKey: new PrivateKey(name, jwk) };
  return { keyClass: 'edge-jwt-asym', kid, state: 'active', ...keys };
}
