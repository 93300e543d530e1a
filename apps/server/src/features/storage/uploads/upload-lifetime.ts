import { parseUriExpiry } from '@sluice/access';
import { vaultErrors } from '../vault-error.ts';

const BOUNDS = { defaultSeconds: 3600, maxSeconds: 7 * 24 * 3600 };

/** Lifetime of a grant or URL for an upload, seconds; the grammar is that of Kerberos Vault contract §5. */
export function uploadLifetimeSeconds(expiresIn: number | string | undefined): number {
  const seconds = parseUriExpiry(expiresIn, BOUNDS);
  if (seconds === null) throw vaultErrors.invalidRequest('expiresIn must be seconds or a duration, up to 7 days.');
  return seconds;
}
