import type { JobList, JobRetried, JobView } from '@sluice/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { makeTinyClip } from '../fixtures/tiny-clip.ts';

let server: TestServer;

beforeAll(async () => {
  const [started, clip] = await Promise.all([
    startTestServer({ LARGE_FILE_THRESHOLD: '5000', SHUTDOWN_TIMEOUT: '20s' }),
    makeTinyClip(),
  ]);
  server = started;
  await server.client.uploadSource('film.mp4', clip);
});
afterAll(() => server.stop());

async function call<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<{ status: number; json: T }> {
  const answer = await rawRequest(server.url, path, {
    method,
    headers: { 'x-api-key': server.config.API_KEY },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, json: JSON.parse(answer.body.toString()) as T };
}

const list = (query = '') => call<JobList & { message: string }>('GET', `/api/jobs${query}`);
const retry = (id: string) => call<JobRetried & { message: string }>('POST', `/api/jobs/${id}/retry`);

async function ended(id: string): Promise<JobView> {
  await server.client.waitForJob(id, { intervalMs: 50 }).catch(() => undefined);
  return server.client.getJob(id);
}

async function failedJob(type: string, hash: string): Promise<JobView> {
  await server.client.uploadSource(`${hash}.mp4`, new Blob(['this is no film']));
  const { job_id: id } = await server.client.createJob({ type, hash, source: `${hash}.mp4` });
  const job = await ended(id ?? '');
  expect(job.status).toBe('failed');
  return job;
}

describe('POST /api/jobs/{id}/retry', () => {
  it('orders what failed of video:full stage by stage, cover first, and each new job says whose place it takes', async () => {
    const failed = await failedJob('video:full', 'mended');
    expect(failed.results).toMatchObject({ retry_plan: { allowed: true, strategy: 'retry_tasks' } });
    await server.client.uploadSource('mended.mp4', await makeTinyClip(1));

    const answer = await retry(failed.job_id);
    expect(answer.status).toBe(202);
    expect(answer.json).toEqual({
      source_job_id: failed.job_id,
      strategy: 'retry_tasks',
      jobs: ['video:cover', 'video:preview', 'video:transcode'].map((type) => ({
        ...{ job_id: expect.any(String), type, status: 'queued' },
        retry_of_job_id: failed.job_id,
      })),
    });
    const jobs = await Promise.all(answer.json.jobs.map(({ job_id: id }) => ended(id)));
    expect(jobs.map(({ type, status, retry_of_job_id: of }) => [type, status, of])).toEqual([
      ['video:cover', 'completed', failed.job_id],
      ['video:preview', 'completed', failed.job_id],
      ['video:transcode', 'completed', failed.job_id],
    ]);
    expect(await server.client.getJob(failed.job_id)).toEqual(failed);

    const again = await retry(failed.job_id);
    expect(again.json.jobs).toEqual(answer.json.jobs.map((job) => ({ ...job, status: 'completed' })));
  });

  it('orders a job with one stage once more, and only one however many ask at a time', async () => {
    const failed = await failedJob('video:cover', 'single');
    const answers = await Promise.all(Array.from({ length: 4 }, () => retry(failed.job_id)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    expect(answers[0]?.json.strategy).toBe('retry_job');
    expect(new Set(answers.map(({ json }) => json.jobs[0]?.job_id)).size).toBe(1);
  });

  it('creates nothing where one of the jobs cannot be', async () => {
    const failed = await failedJob('video:full', 'vanished');
    await server.source.delete('vanished.mp4');
    expect(await retry(failed.job_id)).toEqual({ status: 400, json: { message: 'source object not found' } });
    expect((await list('?hash=vanished')).json.jobs).toHaveLength(1);
  });

  it('refuses jobs that are not failed, and those that do not exist', async () => {
    const order = { type: 'video:cover', hash: 'fine', source: 'film.mp4' };
    const { job_id: id } = await server.client.createJob(order);
    await ended(id ?? '');
    expect(await retry(id ?? '')).toEqual({ status: 409, json: { message: 'only failed jobs can be retried' } });
    for (const unknown of ['00000000-0000-4000-8000-000000000000', 'x', '%00']) {
      expect(await retry(unknown)).toEqual({ status: 404, json: { message: 'job not found' } });
    }
  });
});

describe('GET /api/jobs', () => {
  it('tells every job once, newest first, page by page', async () => {
    const all = (await list()).json;
    expect(all.next_cursor).toBeNull();
    expect(all.jobs.length).toBeGreaterThan(5);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { json: page }: { json: JobList } = await list(`?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect(page.jobs.length).toBeLessThanOrEqual(2);
      seen.push(...page.jobs.map(({ job_id: id }) => id));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(all.jobs.map(({ job_id: id }) => id));
    expect(seen[0]).toBe((await list('?limit=1&hash=fine')).json.jobs[0]?.job_id);
    for (const job of all.jobs) expect(job).not.toHaveProperty('results');
  });

  it('finds by state, type and asset together', async () => {
    const { jobs } = (await list('?status=failed&type=video%3Afull&hash=mended')).json;
    expect(jobs).toEqual([expect.objectContaining({ status: 'failed', type: 'video:full', hash: 'mended' })]);
    expect((await list('?status=failed&hash=fine')).json.jobs).toEqual([]);
  });

  it('refuses filters that it does not know', async () => {
    expect(await list('?stauts=failed')).toEqual({ status: 400, json: { message: 'unknown parameter: "stauts"' } });
    expect((await list('?cursor=AAAA')).json).toEqual({ message: 'cursor is not one of ours' });
  });
});
