import type { JobView } from '@sluice/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from './api-error.ts';
import { watchJob } from './watch-job.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const event = (id: string, status: JobView['status']): string =>
  `event: job\nid: ${id}\ndata: ${JSON.stringify({ job_id: 'j', status })}\n\n`;

/** A connection that says this and then ends, breaks, or stays silent. */
function connection(text: string, then: 'end' | 'break' | 'silence' = 'end'): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text));
      if (then === 'end') controller.close();
    },
    pull(controller) {
      if (then === 'break') controller.error(new TypeError('terminated'));
    },
  });
}

/** Watches over these connections, one after another; tells the states and the ids that were asked behind. */
function watched(...connections: (ReadableStream<Uint8Array> | null | Error)[]) {
  const behind: (string | null)[] = [];
  const states = watchJob(async (lastEventId) => {
    behind.push(lastEventId);
    const next = connections.shift();
    if (next === undefined || next instanceof Error) throw next ?? new ApiError('away', { status: 0 });
    return next;
  });
  const read = async (): Promise<string[]> => {
    const seen: string[] = [];
    for await (const { status } of states) seen.push(status);
    return seen;
  };
  return { read, behind };
}

describe('watchJob', () => {
  it('tells every state and ends with the final one', async () => {
    const { read } = watched(connection(event('1', 'queued') + event('2', 'processing') + event('3', 'completed')));
    expect(await read()).toEqual(['queued', 'processing', 'completed']);
  });

  it.each(['end', 'break', 'silence'] as const)(
    'goes on behind the last state after the %s of a connection',
    async (how) => {
      const { read, behind } = watched(connection(event('1', 'queued'), how), connection(event('2', 'failed')));
      const reading = read();
      await vi.advanceTimersByTimeAsync(60_000);
      expect(await reading).toEqual(['queued', 'failed']);
      expect(behind).toEqual([null, '1']);
    },
  );

  it('ends where there is nothing more to tell', async () => {
    expect(await watched(null).read()).toEqual([]);
  });

  it('throws a service that cannot be reached at first, and later only after many trials', async () => {
    await expect(watched().read()).rejects.toThrow('away');
    const { read, behind } = watched(connection(event('1', 'queued')));
    const reading = expect(read()).rejects.toThrow('away');
    await vi.advanceTimersByTimeAsync(60_000);
    await reading;
    expect(behind).toHaveLength(12);
  });

  it('throws a refusal at once', async () => {
    const gone = new ApiError('job not found', { status: 404 });
    const { read, behind } = watched(connection(event('1', 'queued')), gone);
    const reading = expect(read()).rejects.toBe(gone);
    await vi.advanceTimersByTimeAsync(2000);
    await reading;
    expect(behind).toHaveLength(2);
  });

  it('hangs up when the reader has seen enough', async () => {
    let isHungUp = false;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(event('1', 'queued'))),
      cancel() {
        isHungUp = true;
      },
    });
    for await (const { status } of watchJob(async () => body)) {
      expect(status).toBe('queued');
      break;
    }
    expect(isHungUp).toBe(true);
  });
});
