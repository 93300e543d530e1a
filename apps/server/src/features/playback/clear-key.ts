import { decodeBase64url, encodeBase64url, encodeHex } from '@sluice/access';
import { type ClearKeyLicence, ClearKeyRequest } from '@sluice/contract';
import { Value } from 'typebox/value';
import type { ContentKey } from '../assets/index.ts';

const MAX_KIDS = 32;

/** Key ids of a licence request as hex (W3C Encrypted Media Extensions §9.1.3), or null for anything else. */
export function parseClearKeyRequest(bytes: Uint8Array): readonly string[] | null {
  let body: unknown;
  try {
    body = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
  if (!Value.Check(ClearKeyRequest, body) || body.kids.length === 0 || body.kids.length > MAX_KIDS) return null;
  const kids = body.kids.map(decodeBase64url);
  return kids.every((kid) => kid?.length === 16) ? kids.map((kid) => encodeHex(kid ?? new Uint8Array())) : null;
}

/** The licence that holds these keys (§9.1.4). */
export function clearKeyLicence(keys: readonly ContentKey[]): ClearKeyLicence {
  return {
    keys: keys.map(({ kid, key }) => ({
      kty: 'oct',
      kid: encodeBase64url(Buffer.from(kid, 'hex')),
      k: encodeBase64url(key),
    })),
    type: 'temporary',
  };
}
