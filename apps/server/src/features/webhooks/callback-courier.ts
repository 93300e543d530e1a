import type { Logger } from '../../platform/logger.ts';
import { storedTrace, traceIdOf } from '../../platform/trace-context.ts';
import { inTrace } from '../../platform/trace-scope.ts';
import type { Database, Transaction } from '../../ports/database.ts';
import type { TraceContext, Tracing } from '../../ports/tracing.ts';
import { type CallbackRow, holdDueCallbacks, recordAttempt, trimEvents } from './callback-store.ts';
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
  readonly tracing: Tracing;
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

/** One attempt as a span of the job's trace. */
async function sendTraced({ send, tracing }: CourierParts, callback: CallbackRow, parent: TraceContext) {
  const { id, url, body, attempts, webhook_id: webhookId, user_id: userId } = callback;
  const attributes = { 'sluice.callback.id': id, 'sluice.callback.attempt': attempts + 1 };
  const span = tracing.start('callback', { kind: 'client', parent, attributes });
  const outcome = await send({ id, url, body, webhookId, userId, trace: span.context });
  const { statusCode, error } = outcome;
  const isSent = decideNextStep(outcome, 1).status === 'sent';
  span.end({
    attributes: statusCode === null ? {} : { 'http.response.status_code': statusCode },
    ...(isSent ? {} : { error: error ?? `status ${statusCode}` }),
  });
  return outcome;
}

async function attempt(parts: CourierParts, callback: CallbackRow, trace: TraceContext): Promise<NextStep> {
  const { database, recordEnd, countAttempt, log } = parts;
  const startedAt = new Date();
  const beganMs = performance.now();
  const outcome: AttemptOutcome = await sendTraced(parts, callback, trace);
  const durationMs = Math.round(performance.now() - beganMs);
  const kind = callback.webhook_id === null ? 'job' : 'event';
  const next = decideNextStep(outcome, callback.attempts + 1, kind);
  await database.transaction().execute(async (transaction) => {
    const isOurs = await recordAttempt(transaction, { callback, startedAt, durationMs, outcome, next });
    const isOver = isOurs && next.status !== 'pending';
    if (isOver && callback.job_id !== null) await recordEnd(transaction, callback.job_id, next.status);
    if (isOver && callback.webhook_id !== null) await trimEvents(transaction, callback.webhook_id);
  });
  countAttempt(next.status);
  log.info(
    {
      jobId: callback.job_id,
      webhookId: callback.webhook_id,
      callbackId: callback.id,
      ...outcome,
      durationMs,
      result: next.status,
    },
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
    const trace = storedTrace(callback);
    const next = await inTrace(traceIdOf(trace), () => attempt(parts, callback, trace));
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
