import { originSecretField, verifyOriginSecret } from '@sluice/access';
import type { HttpRequest } from '../../../ports/http-exchange.ts';
import type { GateParts } from '../gate-parts.ts';

/**
 * Whether a CDN of ours asks. Its address speaks for all of its viewers, and for other customers of the CDN as well: what
 * any of them does must not close it.
 */
export function isKnownCdn({ ring }: Pick<GateParts, 'ring'>, { headers }: HttpRequest): boolean {
  const secret = headers[originSecretField];
  const keys = secret === undefined ? null : ring();
  return secret !== undefined && keys !== null && verifyOriginSecret(keys, secret).ok;
}
