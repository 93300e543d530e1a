import { createPrivateKey } from 'node:crypto';
import type { GcsHmacKey, GcsServiceAccount } from '../../../ports/provider-settings.ts';
import { signByDayKey } from './day-key.ts';
import type { QueryScheme, SlowQueryScheme } from './presign.ts';
import { signOnThreads } from './sign-on-threads.ts';

// Google's V4 signatures: cloud.google.com/storage/docs/authentication/canonical-requests and …/signatures.

/** Buckets of every location take it. */
const SCOPE = 'auto/storage/goog4_request';

/** By an HMAC key. */
export function goog4HmacScheme({ accessId, secret }: GcsHmacKey): QueryScheme {
  return {
    algorithm: 'GOOG4-HMAC-SHA256',
    vendor: 'Goog',
    identity: accessId,
    scope: SCOPE,
    signatureOf: signByDayKey(`GOOG4${secret}`, SCOPE),
  };
}

/** By a service account's RSA key, on at most `threads` threads of the process. */
export function goog4RsaScheme({ clientEmail, privateKey }: GcsServiceAccount, threads: number): SlowQueryScheme {
  const key = createPrivateKey(privateKey);
  return {
    algorithm: 'GOOG4-RSA-SHA256',
    vendor: 'Goog',
    identity: clientEmail,
    scope: SCOPE,
    signatureLater: async (text) => (await signOnThreads(text, key, threads)).toString('hex'),
  };
}
