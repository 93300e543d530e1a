import { type Jwk, type KeyRecord, PublicKey, parseJsonObject } from '@sluice/access';

/** Keys of an identity provider by their ids. */
export type ProviderKeys = ReadonlyMap<string, KeyRecord>;

/** The record of a key of the provider, which verifies RS256 and nothing else. Throws for any other key. */
export const providerKey = (kid: string, jwk: Jwk): KeyRecord => ({
  keyClass: 'user-jwt',
  kid,
  state: 'active',
  verifyKey: new PublicKey('RS256', jwk),
  signKey: null,
});

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Null for a key that is not for us: not RSA, for something else than signatures or RS256, under 2048 bits. */
function readKey(entry: unknown): KeyRecord | null {
  if (!isObject(entry)) return null;
  const { kid, kty, n, e, use = 'sig', alg = 'RS256' } = entry;
  if (typeof kid !== 'string' || kid === '' || use !== 'sig' || alg !== 'RS256') return null;
  if (typeof kty !== 'string' || typeof n !== 'string' || typeof e !== 'string') return null;
  try {
    return providerKey(kid, { kty, n, e });
  } catch {
    return null;
  }
}

/** The usable keys of a JWK set (RFC 7517 §5); of two with one id the first. Null for a text that is no such set. */
export function parseKeySet(text: string): ProviderKeys | null {
  const entries = parseJsonObject(text)?.keys;
  if (!Array.isArray(entries)) return null;
  const keys = new Map<string, KeyRecord>();
  for (const entry of entries) {
    const key = readKey(entry);
    if (key !== null && !keys.has(key.kid)) keys.set(key.kid, key);
  }
  return keys;
}
