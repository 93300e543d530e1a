import { createPrivateKey } from 'node:crypto';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { GcsHmacKey, GcsServiceAccount } from '../ports/provider-settings.ts';

/** The parts that matter of the JSON key file which Google gives for a service account. */
const KeyFile = Type.Object({
  client_email: Type.String({ minLength: 1 }),
  private_key: Type.String({ minLength: 1 }),
});

/** An HMAC key as `ACCESS_ID:SECRET`; null for anything else. */
export function parseGcsHmacKey(raw: string): GcsHmacKey | null {
  const [, accessId, secret] = /^([A-Za-z0-9]+):(\S+)$/.exec(raw) ?? [];
  return accessId === undefined || secret === undefined ? null : { accessId, secret };
}

/** A service account's JSON key file as one text, or an HMAC key as `ACCESS_ID:SECRET`; null for anything else. */
export function parseGcsCredentials(raw: string): GcsServiceAccount | GcsHmacKey | null {
  if (!raw.startsWith('{')) return parseGcsHmacKey(raw);
  try {
    const parsed: unknown = JSON.parse(raw);
    if (!Value.Check(KeyFile, parsed)) return null;
    if (createPrivateKey(parsed.private_key).asymmetricKeyType !== 'rsa') return null;
    return { clientEmail: parsed.client_email, privateKey: parsed.private_key };
  } catch {
    return null;
  }
}
