import type { QueueName } from '../../../ports/job-queue.ts';

/** Tries after the first. A large film costs too much to be tried often. */
export const RETRIES: Readonly<Record<QueueName, number>> = { default: 3, large: 2 };

/** Work of higher numbers is taken first; all other work has 0. */
export const URGENT_PRIORITY = 1;

/** pg-boss's name of a pool. */
export function queueOf(name: QueueName): string {
  return `media-${name}`;
}

/** Where work goes whose last lease was lost with its worker, so that somebody can say that it failed. */
export function lostQueueOf(name: QueueName): string {
  return `media-${name}-lost`;
}

/** A worker that is silent for this long has lost its lease; the shortest that pg-boss allows. */
const HEARTBEAT_SECONDS = 10;

/** How often a worker renews its lease, and so learns that it was cancelled elsewhere. */
export const HEARTBEAT_REFRESH_SECONDS = 2;

/** How often any process looks for lost leases. */
export const SUPERVISE_SECONDS = 2;

/** Work is announced by NOTIFY; this finds what became due by time, and what an announcement missed. */
export const POLL_SECONDS = 1;

export const LEASE = {
  heartbeatSeconds: HEARTBEAT_SECONDS,
  // The longest that pg-boss allows; a day of encoding goes on from its recorded steps.
  expireInSeconds: 24 * 3600 - 1,
  retentionSeconds: 30 * 24 * 3600,
  deleteAfterSeconds: 7 * 24 * 3600,
  notify: true,
} as const;
