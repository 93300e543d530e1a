import { isSluiceError, SluiceError } from '../../../ports/sluice-error.ts';
import { storageUnavailable } from '../storage-errors.ts';
import type { Outcome } from './circuit-breaker.ts';

const unavailable = (provider: string, message: string, cause?: unknown, details = {}): SluiceError =>
  new SluiceError('storage/unavailable', {
    status: 503,
    message: `provider ${provider}: ${message}`,
    details: { provider, ...details },
    cause,
  });

/** Told without asking the provider, because it has failed too often just now. */
export const providerAway = (provider: string, waitMs: number, cause: unknown): SluiceError => {
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1000));
  const why = cause instanceof Error ? ` The last failure: ${cause.message}` : '';
  const message = `it fails and is left alone for ${retryAfterSeconds} s.${why}`;
  return unavailable(provider, message, cause, { retryAfterSeconds });
};

/** The failure of a call or of a body, the provider named; refusals are passed on as they are. */
export function withProvider(provider: string, error: unknown): unknown {
  if (error instanceof SluiceError && error.code !== 'storage/unavailable') return error;
  if (error instanceof SluiceError) {
    return error.details.provider === undefined ? unavailable(provider, error.message, error) : error;
  }
  return unavailable(provider, 'the object broke off before its end.', error);
}

export const tooSlow = (milliseconds: number): SluiceError =>
  storageUnavailable(`it was silent for ${milliseconds / 1000} s.`, undefined);

export const objectChanged = (key: string): SluiceError =>
  new SluiceError('storage/object-changed', {
    status: 503,
    message: 'The object was replaced while it was read: try again.',
    details: { key },
  });

/** Whether this provider failed, not another one whose object was the body of a call. */
export const isFailureOf = (provider: string, error: unknown): boolean =>
  isSluiceError(error, 'storage/unavailable') && (error.details.provider ?? provider) === provider;

const answers = ['storage/object-missing', 'storage/object-exists', 'storage/range-not-satisfiable'];

/** What a failed call says about the provider. A key that no store takes, or a body that breaks off, says nothing. */
export function outcomeOf(provider: string, error: unknown): Outcome {
  if (isFailureOf(provider, error)) return 'failed';
  return isSluiceError(error) && answers.includes(error.code) ? 'answered' : 'neutral';
}
