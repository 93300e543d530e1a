import { SluiceError } from '../../ports/sluice-error.ts';

export function databaseUnavailable(message: string, cause?: unknown): SluiceError {
  return new SluiceError('database/unavailable', { status: 503, message, cause });
}
