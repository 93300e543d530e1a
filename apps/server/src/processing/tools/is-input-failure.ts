import { isSluiceError, type SluiceError } from '../../ports/sluice-error.ts';

/** True when a tool gave up on its input, and not for want of time, memory or space. */
export function isInputFailure(error: unknown): error is SluiceError {
  return isSluiceError(error, 'processing/tool-failed') && (error.details.reason ?? 'failed') === 'failed';
}
