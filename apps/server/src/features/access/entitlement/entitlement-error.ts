import { SluiceError } from '../../../ports/sluice-error.ts';

const RETRY_AFTER_SECONDS = 5;

/** Why there is no token: the viewer may not watch, 403, or nobody could say, 503 (edge access §13.1, §19). */
export function entitlementError(reason: 'not_entitled' | 'entitlement_unknown'): SluiceError {
  if (reason === 'not_entitled') {
    return new SluiceError('access/not-entitled', {
      status: 403,
      message: 'The viewer is not entitled to watch this.',
    });
  }
  return new SluiceError('access/entitlement-unknown', {
    status: 503,
    message: 'Whether the viewer is entitled cannot be asked right now. Try again in a moment.',
    details: { retryAfterSeconds: RETRY_AFTER_SECONDS },
  });
}
