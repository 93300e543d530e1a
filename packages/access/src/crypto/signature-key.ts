import { decodeBase64url } from '../bytes/base64url.ts';
import { type SignatureAlgorithm, type SignatureAlgorithmName, signatureAlgorithms } from './signature-algorithms.ts';

/** The members of a JWK that matter for a signature (RFC 7517 §4). */
export type Jwk = Readonly<Record<string, string>>;

const minRsaModulusBits = 2048;

/** A key that verifies one algorithm's signatures. Holds no private member. */
export class PublicKey {
  readonly alg: SignatureAlgorithmName;
  readonly jwk: Jwk;

  /** Takes the public members of `jwk`. Throws on a key of another type, a missing member or RSA under 2048 bits. */
  constructor(alg: SignatureAlgorithmName, jwk: Jwk) {
    this.alg = alg;
    this.jwk = pickMembers(alg, jwk, signatureAlgorithms[alg].publicMembers);
  }
}

/** A key that makes one algorithm's signatures. It does not print its members. */
export class PrivateKey {
  readonly alg: SignatureAlgorithmName;
  readonly #jwk: Jwk;

  /** Throws as {@link PublicKey} does. */
  constructor(alg: SignatureAlgorithmName, jwk: Jwk) {
    const { publicMembers, privateMembers } = signatureAlgorithms[alg];
    this.alg = alg;
    this.#jwk = pickMembers(alg, jwk, [...publicMembers, ...privateMembers]);
  }

  /** The key with its private members, for the engine that signs with it. */
  exportJwk(): Jwk {
    return this.#jwk;
  }
}

function pickMembers(alg: SignatureAlgorithmName, jwk: Jwk, members: readonly string[]): Jwk {
  const { keyType, curve }: SignatureAlgorithm = signatureAlgorithms[alg];
  if (jwk.kty !== keyType || (curve !== null && jwk.crv !== curve))
    throw new TypeError(`this key cannot be used for ${alg}`);
  const picked: Record<string, string> = curve === null ? { kty: keyType } : { kty: keyType, crv: curve };
  for (const member of members) {
    const value = jwk[member];
    if (typeof value !== 'string' || decodeBase64url(value) === null) {
      throw new TypeError(`a key for ${alg} needs the member "${member}" in base64url`);
    }
    picked[member] = value;
  }
  if (keyType === 'RSA' && modulusBits(picked) < minRsaModulusBits)
    throw new RangeError('an RSA key needs 2048 bits or more');
  return Object.freeze(picked);
}

function modulusBits(jwk: Jwk): number {
  const modulus = decodeBase64url(jwk.n ?? '') ?? new Uint8Array();
  const first = modulus.findIndex((byte) => byte !== 0);
  return first < 0 ? 0 : (modulus.length - first) * 8 - (Math.clz32(modulus[first] ?? 0) - 24);
}
