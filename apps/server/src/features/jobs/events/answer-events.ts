import type { HttpAnswer, HttpRequest } from '../../../ports/http-exchange.ts';
import { requireGrant } from '../../identity/index.ts';
import type { JobNews } from '../job-news.ts';
import { loadJob } from '../job-store.ts';
import { jobView } from '../job-view.ts';
import { type JobLookup, requireJob } from '../require-job.ts';
import type { EventStreams } from './event-streams.ts';
import { eventIdOf, isOver, jobEvents } from './job-events.ts';

export interface JobEventDesk extends JobLookup {
  readonly news: JobNews;
  readonly eventStreams: EventStreams;
}

/** Below the time after which proxies and our own server give up a silent connection. */
const HEARTBEAT_MS = 10_000;

/** Not kept by anyone on the way, nor held back until it is long enough (nginx). */
const headers = { 'cache-control': 'no-store', 'x-accel-buffering': 'no' };

/**
 * A stream of a job's states. 204 for a reader that has the final one: it tells the browser's `EventSource` not to connect
 * again (WHATWG HTML §9.2.3).
 */
export async function answerEvents(desk: JobEventDesk, request: HttpRequest): Promise<HttpAnswer> {
  const { database, news, eventStreams } = desk;
  const row = await requireJob(desk, request.params.id ?? '', requireGrant(request));
  const { id } = row;
  const lastEventId = request.headers['last-event-id'] ?? null;
  const load = async () => {
    const now = await loadJob(database, id);
    return now === null ? null : jobView(now);
  };
  if (isOver(row) && eventIdOf(jobView(row)) === lastEventId) {
    return { status: 204, headers, body: { kind: 'empty' } };
  }
  const parts = { load, lastEventId, heartbeatMs: HEARTBEAT_MS, watch: (ring: () => void) => news.watch(id, ring) };
  const open = () => eventStreams.open((signal) => jobEvents({ ...parts, signal }));
  return { status: 200, headers, body: { kind: 'stream', contentType: 'text/event-stream', open } };
}
