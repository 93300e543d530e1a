import { SluiceError } from '../../../ports/sluice-error.ts';

/** How much one caller may ask. */
export interface Allowance {
  /** Calls at once. */
  readonly burst: number;
  readonly perMinute: number;
}

/** A 429 that says when to come back (edge access §17). */
export function allowanceSpent({ perMinute }: Allowance, waitSeconds: number): SluiceError {
  const retryAfterSeconds = Math.max(1, Math.ceil(waitSeconds));
  return new SluiceError('access/rate-limited', {
    status: 429,
    message: 'Too many requests.',
    details: { retryAfterSeconds, rateLimit: { limit: perMinute, remaining: 0, resetSeconds: retryAfterSeconds } },
  });
}
