import type { JobView } from '@sluice/contract';
import { expect, it } from 'vitest';
import { eventIdOf, jobEvents } from './job-events.ts';

const job = (status: JobView['status'], progress = 0): JobView => ({
  ...{ job_id: 'j', type: 'video:full', hash: 'film', status, progress, callback_status: 'pending' },
  ...{ created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' },
});

/** A job that others change, and a stream of it. */
function streamed(first: JobView | null, lastEventId: string | null = null, heartbeatMs = 60_000) {
  let current = first;
  let watchers = 0;
  let ring = (): void => undefined;
  const controller = new AbortController();
  const events = jobEvents({
    load: async () => current,
    watch(onChange) {
      watchers += 1;
      ring = onChange;
      return () => {
        watchers -= 1;
      };
    },
    ...{ lastEventId, heartbeatMs, signal: controller.signal },
  });
  return {
    next: async () => (await events.next()).value || undefined,
    become(job: JobView | null) {
      current = job;
      ring();
    },
    abort: () => controller.abort(),
    watchers: () => watchers,
  };
}

const shown = (text: string | undefined): JobView => JSON.parse(/^data: (.*)$/m.exec(text ?? '')?.[1] ?? 'null');

it('tells the state that is, then every change, and ends with the final one', async () => {
  const stream = streamed(job('queued'));
  expect(await stream.next()).toBe('retry: 2000\n\n');
  expect(shown(await stream.next())).toEqual(job('queued'));
  stream.become(job('processing', 10));
  expect(await stream.next()).toBe(
    `event: job\nid: ${eventIdOf(job('processing', 10))}\ndata: ${JSON.stringify(job('processing', 10))}\n\n`,
  );
  stream.become(job('completed', 100));
  expect(shown(await stream.next()).status).toBe('completed');
  expect(await stream.next()).toBeUndefined();
  expect(stream.watchers()).toBe(0);
});

it('does not miss what changes while the reader is slow, and tells it as one', async () => {
  const stream = streamed(job('queued'));
  await stream.next();
  await stream.next();
  stream.become(job('processing', 10));
  stream.become(job('processing', 20));
  expect(shown(await stream.next()).progress).toBe(20);
});

it('does not tell again what the reader has', async () => {
  const stream = streamed(job('processing', 10), eventIdOf(job('processing', 10)));
  await stream.next();
  expect(await stream.next()).toBe(': heartbeat\n\n');
  stream.become(job('processing', 20));
  expect(shown(await stream.next()).progress).toBe(20);
});

it('is never silent for longer than a heartbeat, and looks by itself', async () => {
  const stream = streamed(job('queued'), null, 5);
  await stream.next();
  await stream.next();
  expect(await stream.next()).toBe(': heartbeat\n\n');
});

it('ends when the job is gone, and when nobody reads any more', async () => {
  const gone = streamed(job('queued'));
  await gone.next();
  await gone.next();
  gone.become(null);
  expect(await gone.next()).toBeUndefined();

  const left = streamed(job('queued'));
  await left.next();
  await left.next();
  const pending = left.next();
  left.abort();
  expect(await pending).toBeUndefined();
  expect([gone.watchers(), left.watchers()]).toEqual([0, 0]);
});
