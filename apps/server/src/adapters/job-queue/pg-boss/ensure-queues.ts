import type { PgBoss } from 'pg-boss';
import type { QueueName } from '../../../ports/job-queue.ts';
import { LEASE, lostQueueOf, queueOf, RETRIES } from './queue-settings.ts';

const MAX_RETRY_DELAY_SECONDS = 600;

/** Makes the pools, or brings the settings of existing ones up to date. Safe in several processes at once. */
export async function ensureQueues(boss: PgBoss, retryDelaySeconds: number): Promise<void> {
  const retrying = {
    ...LEASE,
    retryBackoff: true,
    retryDelay: retryDelaySeconds,
    retryDelayMax: MAX_RETRY_DELAY_SECONDS,
  };
  for (const name of Object.keys(RETRIES) as QueueName[]) {
    // First the one that the other refers to.
    const lost = { ...retrying, retryLimit: RETRIES[name] };
    const pool = { ...retrying, retryLimit: RETRIES[name], deadLetter: lostQueueOf(name) };
    for (const [queue, settings] of [
      [lostQueueOf(name), lost],
      [queueOf(name), pool],
    ] as const) {
      await boss.createQueue(queue, settings);
      await boss.updateQueue(queue, settings);
    }
  }
}
