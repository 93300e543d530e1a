import type { JobView } from '@sluice/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareFilm } from '../fixtures/prepare-film.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { makeTinyClip } from '../fixtures/tiny-clip.ts';

let server: TestServer;
let clip: Blob;
let full: JobView;

beforeAll(async () => {
  [server, clip] = await Promise.all([
    startTestServer({ MAX_FILE_SIZE: '5000000', LARGE_FILE_THRESHOLD: '5000000' }),
    makeTinyClip(),
  ]);
  full = await prepareFilm(server, { id: 'movie-1', clip, access: 'public', isEncrypted: true });
});
afterAll(() => server.stop());

const post = (body: unknown, headers: Record<string, string> = { 'x-api-key': server.config.API_KEY }) =>
  rawRequest(server.url, '/api/jobs', {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const json = (body: Buffer): unknown => JSON.parse(body.toString());
const order = { type: 'video:full', hash: 'movie-1', source: 'uploads/movie-1.mp4' };

describe('a completed video:full job', () => {
  it('has the fields of the contract', () => {
    expect(full).toMatchObject({
      type: 'video:full',
      hash: 'movie-1',
      status: 'completed',
      progress: 100,
      callback_status: 'pending',
    });
    expect(full.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(full).not.toHaveProperty('error');
    expect(full).not.toHaveProperty('retry_of_job_id');
  });

  it('has results in the form of the contract, keys of §11.1 included', () => {
    const ready = { status: 'ready' };
    expect(full.results).toMatchObject({
      stages: { source: ready, cover: ready, preview: ready, transcode: ready },
      artifacts: {
        cover: { key: 'videos/mo/movie-1/cover.jpg', format: 'jpg', size: expect.any(Number) },
        preview: { key: 'videos/mo/movie-1/preview.webp', format: 'webp', size: expect.any(Number) },
        transcode: {
          streaming: {
            protocol: 'hls',
            container: 'cmaf',
            encrypted: true,
            master_playlist: 'videos/mo/movie-1/master.m3u8',
            default_audio_track_id: 'und_aac_2ch',
          },
          encryption: {
            scheme: 'aes-128',
            kid: expect.stringMatching(/^[0-9a-f]{32}$/),
            key_endpoint: '/api/key/movie-1',
          },
        },
      },
      retry_plan: { allowed: false, strategy: 'none' },
    });
  });
});

describe('POST /api/jobs', () => {
  it('answers an equal request with the results and no id, whatever the order of options and the callback', async () => {
    const options = { transcode: { encrypt: true }, preview: { width: 0 } };
    const answer = await post({ ...order, options, callback_url: 'https://app.example/hook' });
    expect(answer.status).toBe(200);
    expect(json(answer.body)).toEqual({ job_id: null, hash: 'movie-1', status: 'completed', results: full.results });
  });

  it('gives simultaneous equal requests one job', async () => {
    const cover = { type: 'video:cover', hash: 'twins', source: 'uploads/movie-1.mp4' };
    const answers = await Promise.all(Array.from({ length: 6 }, () => post(cover)));
    const ids = answers.map(({ body }) => (json(body) as { job_id: string }).job_id);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 200, 202]);
    expect(new Set(ids).size).toBe(1);
    const job = await server.client.waitForJob(ids[0] ?? '', { intervalMs: 100 });
    expect(job.results).toEqual({ key: 'videos/tw/twins/cover.jpg', format: 'jpg', size: expect.any(Number) });
  });

  it('makes a new job once the source was overwritten, and the old one stays', async () => {
    const cover = { type: 'video:cover', hash: 'renewed', source: 'uploads/renewed.mp4' };
    await server.client.uploadSource(cover.source, await makeTinyClip(1));
    const first = json((await post(cover)).body) as { job_id: string };
    await server.client.waitForJob(first.job_id, { intervalMs: 50 });
    expect((await post(cover)).status).toBe(200);
    await server.client.uploadSource(cover.source, await makeTinyClip(2));
    const second = await post(cover);
    expect(second.status).toBe(202);
    await server.client.waitForJob((json(second.body) as { job_id: string }).job_id, { intervalMs: 50 });
    expect((await post(cover)).status).toBe(200);
    expect((await server.client.getJob(first.job_id)).status).toBe('completed');
  });

  it('makes a new job after a failure, and failed jobs say why without results', async () => {
    await server.client.uploadSource('uploads/text.mp4', new Blob(['this is no film']));
    const bad = { type: 'video:cover', hash: 'not-a-film', source: 'uploads/text.mp4' };
    const first = json((await post(bad)).body) as { job_id: string };
    await expect(server.client.waitForJob(first.job_id, { intervalMs: 100 })).rejects.toThrow(/\w+/);
    expect(await server.client.getJob(first.job_id)).toMatchObject({ status: 'failed', error: expect.any(String) });
    expect(await server.client.getJob(first.job_id)).not.toHaveProperty('results');
    const second = await post(bad);
    expect(second.status).toBe(202);
    expect((json(second.body) as { job_id: string }).job_id).not.toBe(first.job_id);
  });

  it.each([
    ['{', 400, 'invalid JSON body'],
    [{ ...order, source_bucket: 'x' }, 400, 'invalid JSON body'],
    [{ ...order, type: 'image:avatar' }, 400, 'unsupported job type: "image:avatar"'],
    [
      { ...order, type: 'image:thumbnail', options: { output: [] } },
      400,
      'invalid options: json: unknown field "output"',
    ],
    [{ ...order, hash: '' }, 400, 'hash is required'],
    [{ ...order, source: '' }, 400, 'source is required'],
    [{ ...order, callback_url: 'ftp://a/b' }, 400, 'callback_url must use http:// or https://'],
    [{ ...order, options: { encrypt: true } }, 400, 'invalid options: json: unknown field "encrypt"'],
    [{ ...order, source: 'uploads/none.mp4' }, 400, 'source object not found'],
    [{ ...order, source: '../secrets.json' }, 400, 'source object not found'],
  ])('refuses %j', async (body, status, message) => {
    const answer = await post(body);
    expect(answer.status).toBe(status);
    expect(json(answer.body)).toEqual({ message });
    expect(answer.body.toString().endsWith('}\n')).toBe(true);
    expect(answer.headers['content-type']).toBe('application/json');
  });

  it('asks for the API key before anything else', async () => {
    const missing = await post('{', {});
    expect([missing.status, json(missing.body)]).toEqual([401, { message: 'missing API key' }]);
    const wrong = await post('{', { 'x-api-key': 'x' });
    expect([wrong.status, json(wrong.body)]).toEqual([401, { message: 'invalid API key' }]);
  });
});

describe('GET /api/jobs/{id}', () => {
  it.each(['00000000-0000-4000-8000-000000000000', 'x', '%27', '..'])('does not know %s', async (id) => {
    const answer = await rawRequest(server.url, `/api/jobs/${id}`, { headers: { 'x-api-key': server.config.API_KEY } });
    expect([answer.status, json(answer.body)]).toEqual([404, { message: 'job not found' }]);
  });
});

it('refuses a source above MAX_FILE_SIZE that reached the store by another way', async () => {
  await server.source.put('dropped/big.mp4', Buffer.alloc(5_000_001));
  const answer = await post({ type: 'video:transcode', hash: 'big', source: 'dropped/big.mp4' });
  expect([answer.status, json(answer.body)]).toEqual([
    413,
    { message: 'source file exceeds MAX_FILE_SIZE (5000000 bytes)' },
  ]);
});

it('lets 30 creates a minute through and answers the next with a 429 in plain text', async () => {
  const statuses: number[] = [];
  let limited = await post('{');
  for (let call = 0; call < 70 && limited.status !== 429; call++) {
    statuses.push(limited.status);
    limited = await post('{');
  }
  expect([limited.status, limited.body.toString()]).toEqual([429, 'Too Many Requests']);
  expect(limited.headers['retry-after']).toBe('60');
  expect(limited.headers['content-type']).toBe('text/plain; charset=UTF-8');
});
