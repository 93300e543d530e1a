import { SluiceError } from '../../../ports/sluice-error.ts';

/** Why a URL with a readable query opens nothing (Kerberos Vault contract §6.3). */
export type VaultRefusal = 'signature_invalid' | 'url_expired' | 'access_revoked';

const sentences: Readonly<Record<VaultRefusal, string>> = {
  signature_invalid: 'The signature does not fit this URL.',
  url_expired: 'This URL has ended: ask for a new one.',
  access_revoked: 'This URL opens nothing any more.',
};

/** The 403 of the family `vault`: these URLs carry no credentials of an account, so it is no 401. */
export const vaultRefused = (reason: VaultRefusal): SluiceError =>
  new SluiceError(`vault/${reason.replaceAll('_', '-')}`, { status: 403, message: sentences[reason] });

/** There is no VAULT_URL_SIGNING_KEY, or too little is known of what was taken back. */
export const signingUnavailable = (): SluiceError =>
  new SluiceError('vault/signing-unavailable', { status: 503, message: 'URLs of this server are not available.' });

export const objectNotFound = (): SluiceError =>
  new SluiceError('vault/object-not-found', { status: 404, message: 'There is no such object.' });
