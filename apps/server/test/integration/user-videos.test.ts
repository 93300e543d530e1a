import { randomUUID } from 'node:crypto';
import type { VideoView } from '@sluice/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alice, bob, bootstrapUsers, type TestUser } from '../fixtures/bootstrap-users.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { makeTinyClip } from '../fixtures/tiny-clip.ts';

let file: Awaited<ReturnType<typeof bootstrapUsers>>;
let server: TestServer;
let clip: Blob;
beforeAll(async () => {
  file = await bootstrapUsers();
  const settings = { JOB_RATE_LIMIT: '0', CLERK_AUTHORIZED_PARTIES: 'https://app.example.com', ...file.environment };
  [server, clip] = await Promise.all([startTestServer(settings), makeTinyClip()]);
});
afterAll(async () => {
  await server.stop();
  await file.remove();
});

async function call(who: TestUser, method: string, path: string, body?: unknown) {
  const headers = { authorization: who.key, origin: 'https://app.example.com' };
  const answer = await rawRequest(server.url, path, {
    ...{ method, headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, headers: answer.headers, json: JSON.parse(answer.body.toString()) };
}
const outcome = async (...given: Parameters<typeof call>): Promise<string> => {
  const { status, json } = await call(...given);
  return `${status} ${status === 422 ? json.detail[0].loc.join('.') : (json.detail ?? '')}`.trim();
};

const notTheirPath = '403 Storage path does not belong to this user';
const notTheirs = '403 Resource does not belong to this user';
const encoded = encodeURIComponent;

async function upload(who: TestUser, path: string, bytes: Blob | string = 'bytes'): Promise<string> {
  const { json } = await call(who, 'POST', '/api/storage/upload-url', { file_path: path, content_type: 'video/mp4' });
  expect((await fetch(json.upload_url, { method: json.method, body: bytes })).ok).toBe(true);
  return json.storage_path;
}

async function finished(who: TestUser, jobId: string): Promise<VideoView> {
  const job = await server.client.waitForJob(jobId, { intervalMs: 100 });
  expect(job.status, JSON.stringify(job)).toBe('completed');
  return (await call(who, 'GET', `/api/videos/${jobId}`)).json;
}

describe('the files of a user', () => {
  it('are stored and read by URLs that need no credential, for an hour', async () => {
    const asked = await call(alice, 'POST', '/api/storage/upload-url', { file_path: 'a/ü 1.mp4' });
    expect(asked).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'no-store', 'access-control-allow-origin': 'https://app.example.com' },
      json: { method: 'PUT', storage_path: `users/${alice.id}/a/ü 1.mp4`, expires_in: 3600 },
    });
    expect((await fetch(asked.json.upload_url, { method: 'PUT', body: 'first' })).ok).toBe(true);
    expect((await fetch(asked.json.upload_url, { method: 'PUT', body: 'second' })).ok).toBe(true);
    for (const key of ['a/ü 1.mp4', `users/${alice.id}/a/ü 1.mp4`]) {
      const { json } = await call(alice, 'GET', `/api/storage/download-url?key=${encoded(key)}`);
      expect(json).toMatchObject({ storage_path: `users/${alice.id}/a/ü 1.mp4`, expires_in: 3600 });
      expect(await (await fetch(json.download_url)).text()).toBe('second');
    }
  });

  it('are listed by path, page by page, and nobody else’s with them', async () => {
    for (const name of ['b', 'a', 'c/d', 'c/e']) await upload(bob, `list/${name}`);
    const names: string[] = [];
    let cursor = '';
    for (let pages = 0; pages < 10; pages++) {
      const { json } = await call(bob, 'GET', `/api/storage/files?prefix=list/&limit=3${cursor}`);
      names.push(...json.files.map((entry: { storage_path: string }) => entry.storage_path));
      if (json.next_cursor === null) break;
      cursor = `&cursor=${json.next_cursor}`;
    }
    expect(names).toEqual(['a', 'b', 'c/d', 'c/e'].map((name) => `users/${bob.id}/list/${name}`));
    const { json } = await call(bob, 'GET', '/api/storage/files?prefix=list/c');
    expect(json.files).toHaveLength(2);
    expect(json.files[0]).toMatchObject({
      size: 5,
      last_modified: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}$/),
    });
    expect(JSON.stringify((await call(bob, 'GET', '/api/storage/files')).json)).not.toContain(alice.id);
  });

  it('are deleted, once', async () => {
    const path = await upload(alice, 'gone.mp4');
    expect(await outcome(alice, 'DELETE', `/api/storage/files?key=${path}`)).toBe('200');
    expect(await outcome(alice, 'DELETE', `/api/storage/files?key=${path}`)).toBe('404 File not found');
    expect(await outcome(alice, 'GET', `/api/storage/download-url?key=${path}`)).toBe('404 File not found');
  });

  it.each([
    ['another user’s', `users/${bob.id}/list/a`],
    ['one beside one’s own', `users/${alice.id}0/a`],
    ['one reached by dots', `users/${alice.id}/../${bob.id}/list/a`],
    ['one reached by escaped dots', `users/${alice.id}/%2e%2e/${bob.id}/list/a`],
    ['one with a backslash', 'a\\b'],
    ['one with a NUL', 'a\0b'],
    ['the result of nobody’s job', `results/${randomUUID()}/cover.jpg`],
  ])('are never %s', async (_name, path) => {
    for (const target of [`download-url?key=${encoded(path)}`, `files?prefix=${encoded(path)}`]) {
      expect(await outcome(alice, 'GET', `/api/storage/${target}`)).toBe(notTheirPath);
    }
    expect(await outcome(alice, 'DELETE', `/api/storage/files?key=${encoded(path)}`)).toBe(notTheirPath);
    expect(await outcome(alice, 'POST', '/api/storage/upload-url', { file_path: path })).toBe(notTheirPath);
    expect(await outcome(alice, 'POST', '/api/videos/register-upload', { storage_path: path })).toBe(notTheirPath);
  });

  it('are named once and readably', async () => {
    for (const [method, path, body, where] of [
      ['POST', '/api/storage/upload-url', {}, 'body.file_path'],
      ['GET', '/api/storage/download-url', undefined, 'query.key'],
      ['GET', '/api/storage/download-url?key=a&key=b', undefined, 'query.key'],
      ['GET', '/api/storage/files?limit=0', undefined, 'query.limit'],
      ['DELETE', '/api/storage/files', undefined, 'query.key'],
    ] as const) {
      expect(await outcome(alice, method, path, body), path).toBe(`422 ${where}`);
    }
  });
});

describe('a video of a user', () => {
  let video: VideoView;
  beforeAll(async () => {
    const path = await upload(alice, 'film.mp4', clip);
    const body = { storage_path: path, title: ' My film ', type: 'video:transcode' };
    const { status, json } = await call(alice, 'POST', '/api/videos/register-upload', body);
    expect(status, JSON.stringify(json)).toBe(201);
    expect(json).toMatchObject({ user_id: alice.id, title: 'My film', storage_path: path, duration: null });
    video = await finished(alice, json.job_id);
  });

  it('is told with what was made of it, and where it plays', () => {
    const playback = `${server.url}/api/playback`;
    expect(video).toMatchObject({
      ...{ status: 'completed', progress: 100, error: null, size: clip.size },
      ...{ stream_url: `${playback}/stream/${video.job_id}`, thumbnail_url: `${playback}/thumbnail/${video.job_id}` },
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}$/),
    });
    expect(video.duration).toBeGreaterThan(0);
    expect(video.width).toBeGreaterThan(video.height ?? 0);
  });

  it('is protected, and its owner has its files', async () => {
    const playlist = await fetch(`${server.url}/stream/${video.asset_id}/master.m3u8`);
    expect(playlist.status).toBe(403);
    const path = `results/${video.job_id}/master.m3u8`;
    const { json } = await call(alice, 'GET', `/api/storage/download-url?key=${path}`);
    expect(await (await fetch(json.download_url)).text()).toContain('#EXTM3U');
    expect(await outcome(bob, 'GET', `/api/storage/download-url?key=${path}`)).toBe(notTheirPath);
    expect(await outcome(alice, 'DELETE', `/api/storage/files?key=${path}`)).toBe(notTheirPath);
  });

  it('is nobody else’s to see or remove', async () => {
    for (const method of ['GET', 'DELETE']) {
      expect(await outcome(bob, method, `/api/videos/${video.job_id}`)).toBe(notTheirs);
      for (const id of [randomUUID(), 'nonsense', '1', `${video.job_id}0`]) {
        expect(await outcome(bob, method, `/api/videos/${id}`), id).toBe('404 Video not found');
      }
    }
    expect((await call(bob, 'GET', '/api/videos')).json).toEqual({ videos: [], next_cursor: null });
  });

  it('has the id that its owner gives it, unless that is taken by anybody', async () => {
    const id = randomUUID();
    const register = (who: TestUser, body: object) => call(who, 'POST', '/api/videos/register-upload', body);
    for (const who of [alice, bob]) await upload(who, 'named.mp4');
    const made = await register(alice, { file_path: 'named.mp4', type: 'video:cover', job_id: id.toUpperCase() });
    expect(made).toMatchObject({ status: 201, json: { job_id: id, title: null } });
    for (const who of [alice, bob]) {
      const again = await register(who, { file_path: 'named.mp4', type: 'video:cover', job_id: id });
      expect(`${again.status} ${again.json.detail}`).toBe('409 Video already exists');
    }
  });

  it('is not made of what cannot be read', async () => {
    for (const [body, expected] of [
      [{}, '422 body.storage_path'],
      [{ storage_path: 'a', file_path: 'b' }, '422 body.file_path'],
      [{ storage_path: 'film.mp4', job_id: '1' }, '422 body.job_id'],
      [{ storage_path: 'film.mp4', job_id: '550e8400-e29b-11d4-a716-446655440000' }, '422 body.job_id'],
      [{ storage_path: 'film.mp4', type: 'image:thumbnail' }, '422 body.type'],
      [{ storage_path: 'film.mp4', options: { nonsense: 1 } }, '422 body.options'],
      [{ storage_path: 'film.mp4', title: 'a\nb' }, '422 body.title'],
      [{ storage_path: 'nothing.mp4' }, '404 File not found'],
    ] as const) {
      expect(await outcome(alice, 'POST', '/api/videos/register-upload', body), JSON.stringify(body)).toBe(expected);
    }
  });

  it('is listed newest first, page by page', async () => {
    const { videos } = (await call(alice, 'GET', '/api/videos')).json;
    const ids = videos.map(({ job_id: id }: VideoView) => id);
    expect(ids.at(-1)).toBe(video.job_id);
    const first = (await call(alice, 'GET', '/api/videos?limit=1')).json;
    const second = (await call(alice, 'GET', `/api/videos?limit=200&cursor=${first.next_cursor}`)).json;
    expect([...first.videos, ...second.videos].map(({ job_id: id }: VideoView) => id)).toEqual(ids);
    expect(second.next_cursor).toBeNull();
    expect(await outcome(alice, 'GET', '/api/videos?cursor=x')).toBe('422 query.cursor');
    expect(await outcome(alice, 'GET', '/api/videos?limit=201')).toBe('422 query.limit');
  });

  it('is gone with all that was made of it, and its file stays', async () => {
    expect(await outcome(alice, 'DELETE', `/api/videos/${video.job_id}`)).toBe('200');
    expect(await outcome(alice, 'GET', `/api/videos/${video.job_id}`)).toBe('404 Video not found');
    expect(await outcome(alice, 'GET', '/api/storage/download-url?key=film.mp4')).toBe('200');
    const path = `results/${video.job_id}/master.m3u8`;
    expect(await outcome(alice, 'GET', `/api/storage/download-url?key=${path}`)).toBe(notTheirPath);
  });
});
