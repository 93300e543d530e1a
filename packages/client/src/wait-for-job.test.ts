import type { JobView } from '@sluice/contract';
import { describe, expect, it } from 'vitest';
import { waitForJob } from './wait-for-job.ts';

const job = (status: JobView['status'], extra: Partial<JobView> = {}): JobView => ({
  job_id: 'j1',
  type: 'video:full',
  hash: 'movie',
  status,
  progress: 0,
  callback_status: 'pending',
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
  ...extra,
});

function looks(...views: JobView[]) {
  return async (): Promise<JobView> => views.shift() ?? job('queued');
}

describe('waitForJob', () => {
  it('tells of every look and ends with the completed job', async () => {
    const seen: string[] = [];
    const views = looks(job('queued'), job('processing'), job('completed', { results: { key: 'k' } }));
    const done = await waitForJob(views, { intervalMs: 0, onProgress: ({ status }) => seen.push(status) });
    expect(seen).toEqual(['queued', 'processing', 'completed']);
    expect(done.results).toEqual({ key: 'k' });
  });

  it('throws what the job says when it failed', async () => {
    await expect(waitForJob(looks(job('failed', { error: 'Not a video.' })))).rejects.toMatchObject({
      name: 'JobFailedError',
      message: 'Not a video.',
      jobId: 'j1',
    });
  });

  it('stops waiting when it is aborted', async () => {
    const controller = new AbortController();
    const waiting = waitForJob(looks(job('queued')), { intervalMs: 60_000, signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
});
