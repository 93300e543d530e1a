import { createHash, timingSafeEqual } from 'node:crypto';
import { SluiceError } from '../../ports/sluice-error.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const refuse = (code: string, message: string): SluiceError => new SluiceError(code, { status: 401, message });

/** A check of `X-API-Key` that takes the same time for every wrong key. */
export function createApiKeyCheck(apiKey: string): (given: string | undefined) => void {
  const expected = digest(apiKey);
  return (given) => {
    if (given === undefined || given === '') throw refuse('identity/missing-api-key', 'missing API key');
    if (!timingSafeEqual(digest(given), expected)) throw refuse('identity/invalid-api-key', 'invalid API key');
  };
}
