import type { Database } from '../../../ports/database.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';
import { findUserSecret } from '../../webhooks/index.ts';
import { orDatabaseError } from '../require-job.ts';

/**
 * Refuses a callback that nobody could check: a user does not know the operator's secret, and so needs one. `userId`:
 * who named the address, null for the operator.
 */
export async function requireCallbackSecret(database: Database, userId: string | null): Promise<void> {
  if (userId === null || (await orDatabaseError(findUserSecret(database, userId))) !== null) return;
  const message = 'callback_url of a user needs a webhook secret of theirs: POST /api/webhook-secret makes one';
  throw new SluiceError('jobs/callback-unsigned', { status: 400, message });
}
