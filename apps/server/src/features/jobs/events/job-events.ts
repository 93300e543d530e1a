import { createHash } from 'node:crypto';
import type { JobView } from '@sluice/contract';
import { createBell } from './bell.ts';

/** What a stream of one job is made of. */
export interface JobEventsParts {
  /** The job as it is now; null when it is gone. */
  readonly load: () => Promise<JobView | null>;
  /** Calls back when the job may have changed, until the answer is called. */
  readonly watch: (onChange: () => void) => () => void;
  /** Id of the last event that the reader has, which is not told again. */
  readonly lastEventId: string | null;
  /** The longest silence; the job is looked at as often, whatever was told of it. */
  readonly heartbeatMs: number;
  readonly signal: AbortSignal;
}

/** What the reader should wait before it connects again, milliseconds. */
const RECONNECT_MS = 2000;

/** The name of a state: the same on every process, and the same for equal states. */
export function eventIdOf(job: JobView): string {
  return createHash('sha256').update(JSON.stringify(job)).digest('base64url').slice(0, 16);
}

/** True for a job that will not change any more. */
export function isOver({ status }: Pick<JobView, 'status'>): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}

/**
 * The text of an event stream (WHATWG HTML §9.2) that tells a job's state, then every change of it, and ends with the
 * state that is final. States that followed each other faster than the reader read are told as one.
 */
export async function* jobEvents(parts: JobEventsParts): AsyncGenerator<string, void> {
  const { load, watch, heartbeatMs, signal } = parts;
  const bell = createBell();
  const stopWatching = watch(() => bell.ring());
  let told = parts.lastEventId;
  try {
    yield `retry: ${RECONNECT_MS}\n\n`;
    while (!signal.aborted) {
      const job = await load();
      if (job === null) return;
      const id = eventIdOf(job);
      yield id === told ? ': heartbeat\n\n' : `event: job\nid: ${id}\ndata: ${JSON.stringify(job)}\n\n`;
      told = id;
      if (isOver(job)) return;
      await bell.wait(heartbeatMs, signal);
    }
  } finally {
    stopWatching();
  }
}
