import type { RenewalRefusalReason } from '@sluice/access';
import { SluiceError } from '../../../ports/sluice-error.ts';
import { entitlementError } from '../entitlement/entitlement-error.ts';
import { refusalError } from '../refusal-error.ts';

const sentences = {
  not_renewable: 'This playback token cannot be renewed.',
  renewal_ceiling: 'This playback token has been renewed up to its end.',
} as const;

export type RenewalReason = RenewalRefusalReason | 'not_entitled' | 'entitlement_unknown';

/** A refusal of `POST /v1/playback/tokens/renew`, edge access §19. A token is the credential here, so none is a 401. */
export function renewalError(reason: RenewalReason): SluiceError {
  if (reason === 'not_entitled' || reason === 'entitlement_unknown') return entitlementError(reason);
  if (reason === 'not_renewable' || reason === 'renewal_ceiling') {
    const code = `access/${reason.replaceAll('_', '-')}`;
    return new SluiceError(code, { status: 403, message: sentences[reason] });
  }
  const { code, message, status } = refusalError(reason);
  return new SluiceError(code, { status: reason === 'token_missing' ? 401 : status, message });
}
