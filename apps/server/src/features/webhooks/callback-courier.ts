import type { Logger } from '../../platform/logger.ts';
import type { Database, Transaction } from '../../ports/database.ts';
import { type CallbackRow, holdDueCallbacks, recordAttempt } from './callback-store.ts';
import { type AttemptOutcome, decideNextStep, type NextStep } from './delivery-plan.ts';
import type { SendCallback } from './send-callback.ts';

/** Attempts of one process that run side by side. */
const MAX_IN_FLIGHT = 8;
/** What another process has queued is seen this late at most. */
const POLL_MS = 1000;

export interface CourierParts {
  readonly database: Database;
  readonly send: SendCallback;
  /** Part of the transaction that records the last attempt of a callback. */
  readonly recordEnd: (transaction: Transaction, jobId: string, status: 'sent' | 'failed') => Promise<void>;
  readonly countAttempt: (result: NextStep['status']) => void;
  readonly log: Logger;
}

/** Sends what is due, in any number of processes side by side. */
export interface CallbackCourier {
  start(): void;
  /** Has it look at once: something was queued. */
  wake(): void;
  /** Waits for the attempts that are under way. */
  stop(): Promise<void>;
}

async function attempt(parts: CourierParts, callback: CallbackRow): Promise<NextStep> {
  const { database, send, recordEnd, countAttempt, log } = parts;
  const startedAt = new Date();
  const beganMs = performance.now();
  const outcome: AttemptOutcome = await send(callback);
  const durationMs = Math.round(performance.now() - beganMs);
  const next = decideNextStep(outcome, callback.attempts + 1);
  await database.transaction().execute(async (transaction) => {
    const isOurs = await recordAttempt(transaction, { callback, startedAt, durationMs, outcome, next });
    if (isOurs && next.status !== 'pending') await recordEnd(transaction, callback.job_id, next.status);
  });
  countAttempt(next.status);
  log.info(
    { jobId: callback.job_id, callbackId: callback.id, ...outcome, durationMs, result: next.status },
    'callback',
  );
  return next;
}

/** A process that dies leaves its callbacks to the others, so a callback may arrive twice, but never not at all. */
export function createCallbackCourier(parts: CourierParts): CallbackCourier {
  const inFlight = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let looking: Promise<void> | null = null;
  const report = (err: unknown): void => parts.log.error({ err }, 'callbacks could not be sent');

  async function deliver(callback: CallbackRow): Promise<void> {
    const next = await attempt(parts, callback);
    if (next.status === 'pending') setTimeout(look, next.waitMs).unref();
  }

  async function takeDue(): Promise<void> {
    const room = MAX_IN_FLIGHT - inFlight.size;
    if (room === 0) return;
    for (const callback of await holdDueCallbacks(parts.database, room)) {
      const delivery = deliver(callback)
        .catch(report)
        .finally(() => {
          inFlight.delete(delivery);
          look();
        });
      inFlight.add(delivery);
    }
  }

  function look(): void {
    if (isStopped || looking !== null) return;
    looking = takeDue()
      .catch(report)
      .finally(() => {
        looking = null;
      });
  }

  return {
    start() {
      timer = setInterval(look, POLL_MS);
      timer.unref();
      look();
    },
    wake: look,
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await looking;
      await Promise.all(inFlight);
    },
  };
}
