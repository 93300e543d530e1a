import type { JobView } from '@sluice/contract';
import { ApiError } from './api-error.ts';
import { createEventParser, type StreamEvent } from './event-parser.ts';
import { pause } from './pause.ts';

/** Opens the event stream behind the event with this id; null where there is nothing more to tell. */
export type OpenEvents = (lastEventId: string | null) => Promise<ReadableStream<Uint8Array> | null>;

export interface WatchOptions {
  readonly signal?: AbortSignal;
}

/** The service says something every ten seconds; a connection that is silent for longer than this is dead. */
const SILENCE_MS = 35_000;
const RECONNECT_MS = 2000;
/** Connections in a row that may fail before the failure is thrown. */
const MAX_FAILURES = 10;

/** Complete events of one connection, until it ends or falls silent. */
async function* readEvents(body: ReadableStream<Uint8Array>, onBytes: () => void): AsyncGenerator<StreamEvent, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const parse = createEventParser();
  const giveUp = (): void => void reader.cancel().catch(() => undefined);
  try {
    for (;;) {
      const timer = setTimeout(giveUp, SILENCE_MS);
      const { done, value } = await reader.read().finally(() => clearTimeout(timer));
      if (done) return;
      onBytes();
      yield* parse(decoder.decode(value, { stream: true }));
    }
  } finally {
    giveUp();
  }
}

/** Whether another connection may do better: the service is away, stopping, or has too many streams open. */
const isPassing = (error: unknown): boolean =>
  !(error instanceof ApiError) || error.status === 0 || error.status === 429 || error.status >= 500;

const isOver = ({ status }: JobView): boolean => status !== 'queued' && status !== 'processing';

/**
 * The states of a job as they come, the present one first, the final one last. A connection that breaks is made anew and
 * goes on behind the last state; a refusal, and a service that cannot be reached at first or for long, is thrown.
 */
export async function* watchJob(open: OpenEvents, { signal }: WatchOptions = {}): AsyncGenerator<JobView, void> {
  let lastEventId: string | null = null;
  let failures = Number.POSITIVE_INFINITY;
  for (;;) {
    signal?.throwIfAborted();
    try {
      const body = await open(lastEventId);
      if (body === null) return;
      for await (const { id, data } of readEvents(body, () => (failures = 0))) {
        lastEventId = id;
        const job = JSON.parse(data) as JobView;
        yield job;
        if (isOver(job)) return;
      }
    } catch (error) {
      signal?.throwIfAborted();
      failures += 1;
      if (!isPassing(error) || failures > MAX_FAILURES) throw error;
    }
    await pause(RECONNECT_MS, signal);
  }
}
