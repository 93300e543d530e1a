import { type RefusalReason, refusalStatus } from '@sluice/access';
import { SluiceError } from '../../ports/sluice-error.ts';
import { refusalSentences } from './refusal-sentences.ts';

/** The error that answers a refusal of edge access §9: `token_expired` → `access/token-expired`, 403. */
export function refusalError(reason: RefusalReason, details: Readonly<Record<string, unknown>> = {}): SluiceError {
  return new SluiceError(`access/${reason.replaceAll('_', '-')}`, {
    status: refusalStatus[reason],
    message: refusalSentences[reason],
    details,
  });
}
