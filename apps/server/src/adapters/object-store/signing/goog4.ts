import { createPrivateKey, sign } from 'node:crypto';
import type { GcsHmacKey, GcsServiceAccount } from '../../../ports/provider-settings.ts';
import { signByDayKey } from './day-key.ts';
import type { QueryScheme } from './presign.ts';

/** Buckets of every location take it. */
const SCOPE = 'auto/storage/goog4_request';

/**
 * Google's V4 signatures, by a service account's RSA key or by an HMAC key.
 * Source: cloud.google.com/storage/docs/authentication/canonical-requests and …/signatures.
 */
export function goog4Scheme(credentials: GcsServiceAccount | GcsHmacKey): QueryScheme {
  if ('secret' in credentials) {
    const signatureOf = signByDayKey(`GOOG4${credentials.secret}`, SCOPE);
    return {
      algorithm: 'GOOG4-HMAC-SHA256',
      vendor: 'Goog',
      identity: credentials.accessId,
      scope: SCOPE,
      signatureOf,
    };
  }
  const key = createPrivateKey(credentials.privateKey);
  return {
    algorithm: 'GOOG4-RSA-SHA256',
    vendor: 'Goog',
    identity: credentials.clientEmail,
    scope: SCOPE,
    signatureOf: (_day, text) => sign('sha256', Buffer.from(text), key).toString('hex'),
  };
}
