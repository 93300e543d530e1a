import { randomUUID } from 'node:crypto';
import { type Report, Report as ReportSchema, type SharedReportView } from '@sluice/contract';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../../src/compose/start-server.ts';
import type { Database } from '../../src/ports/database.ts';
import { alice, bob, bootstrapUsers } from '../fixtures/bootstrap-users.ts';
import { type RawRequest, rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { makeTinyClip } from '../fixtures/tiny-clip.ts';
import { makeUsersFilm } from '../fixtures/users-film.ts';

let file: Awaited<ReturnType<typeof bootstrapUsers>>;
let server: TestServer;
/** Another process of the deployment. */
let second: { readonly url: string; stop(): Promise<void> };
let database: Database;
let video: string;
beforeAll(async () => {
  file = await bootstrapUsers();
  const settings = { QUALITY_FIGURES: 'true', PUBLIC_RATE_LIMIT: '0', DEFAULT_ASSET_ACCESS: 'protected' };
  server = await startTestServer({ ...settings, ...file.environment });
  second = await startServer({ ...server.config, PORT: 0 });
  database = await server.openDatabase();
  video = await makeUsersFilm(server, alice, { id: 'told', clip: await makeTinyClip(3), isEncrypted: true });
});
afterAll(async () => {
  await database.destroy();
  await second.stop();
  await server.stop();
  await file.remove();
});

const ask = (target: string, request?: RawRequest, url = server.url) => rawRequest(url, target, request);
async function call(method: string, target: string, key: string, body?: unknown) {
  const answer = await ask(target, {
    method,
    headers: { authorization: key },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, headers: answer.headers, body: JSON.parse(answer.body.toString()) };
}
const share = async (body: object = {}): Promise<SharedReportView> =>
  (await call('POST', '/api/shared-reports', alice.key, { video_id: video, ...body })).body;
const places = (hash: string): string[] => [
  `/api/shared-reports/${hash}`,
  `/api/shared-reports/${hash}/cover.jpg`,
  `/api/shared-reports/${hash}/bitrate.svg`,
  `/reports/${hash}`,
];
const statuses = async (hash: string, url = server.url): Promise<number[]> =>
  Promise.all(places(hash).map(async (target) => (await ask(target, {}, url)).status));
const shown = [200, 200, 200, 200];
const hidden = [404, 404, 404, 404];

describe('a shared report', () => {
  it('tells what was made from the source, measured', async () => {
    const { share_hash: hash, created_at: createdAt } = await share();
    const answer = await ask(`/api/shared-reports/${hash}`);
    expect(answer.headers).toMatchObject({ 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer' });
    const body = JSON.parse(answer.body.toString()) as { share_hash: string; video: Report; created_at: string };
    expect([body.share_hash, body.created_at]).toEqual([hash, createdAt]);
    const report = body.video;
    expect(Value.Check(ReportSchema, report)).toBe(true);
    expect(report).toMatchObject({
      ...{ type: 'video:full', status: 'completed', encryption: { scheme: 'aes-128' } },
      source: {
        ...{ name: 'told.mp4', container: 'mov', duration_seconds: 3, video_codec: 'h264', audio_codec: 'aac' },
        ...{ width: 192, height: 108, frame_rate: 25, audio_channels: 1 },
      },
      quality: { status: 'measured', windows: 1, frames: 10 },
    });
    const stored = new Map<string, number>();
    for await (const { key, size } of server.media.list('videos/to/told/')) stored.set(key, size);
    const [rendition] = report.renditions;
    const segments = [...stored].filter(([key]) => key.includes(`video/${rendition?.id}/seg_`));
    expect(rendition).toMatchObject({
      ...{ segment_count: segments.length, size_bytes: segments.reduce((sum, [, size]) => sum + size, 0) },
      ...{ duration_seconds: 3, quality: { ssim: expect.any(Number), psnr_db: expect.any(Number) } },
    });
    expect(rendition?.quality?.ssim).toBeGreaterThan(0.8);
    expect(rendition?.bitrates.map(([begin, length]) => [begin, length])).toEqual([
      [0, 1],
      [1, 1],
      [2, 1],
    ]);
    expect(report.audio).toHaveLength(1);
    expect(report.artifacts).toEqual([
      { kind: 'cover', format: 'jpg', size_bytes: stored.get('videos/to/told/cover.jpg') },
      { kind: 'preview', format: 'webp', size_bytes: stored.get('videos/to/told/preview.webp') },
    ]);
    expect(report.source?.size_bytes).toBe((await server.source.head(`users/${alice.id}/told.mp4`))?.size);
    expect(report.steps.map(({ name }) => name).sort()).toEqual(
      ['audio', 'content key', 'cover', 'preview', 'probe', 'publish', 'quality', 'video'].sort(),
    );
    for (const { seconds } of report.steps) expect(seconds).toBeGreaterThanOrEqual(0);
  });

  it('gives away nothing that plays the film or tells whose it is', async () => {
    const { share_hash: hash } = await share();
    for (const target of places(hash)) {
      const text = (await ask(target)).body.toString('latin1');
      for (const secret of [video, alice.id, 'videos/to/', 'users/', alice.key]) expect(text).not.toContain(secret);
    }
  });

  it('shows its pictures as what they are, under a strict policy', async () => {
    const { share_hash: hash } = await share();
    const cover = await ask(`/api/shared-reports/${hash}/cover.jpg`);
    const stored = await server.media.readBytes('videos/to/told/cover.jpg');
    expect(cover.headers['content-type']).toBe('image/jpeg');
    expect(cover.body.equals(Buffer.from(stored.bytes))).toBe(true);
    const picture = await ask(`/api/shared-reports/${hash}/bitrate.svg`);
    expect(picture.headers['content-type']).toContain('image/svg+xml');
    expect(picture.headers['content-security-policy']).toContain("default-src 'none'");
    const page = await ask(`/reports/${hash}`);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.headers['content-security-policy']).toMatch(/default-src 'none'.*style-src 'sha256-/);
    expect(page.body.toString()).not.toMatch(/<script/i);
  });

  it('is gone in every process the moment it is deleted', async () => {
    const { id, share_hash: hash } = await share();
    expect(await statuses(hash, second.url)).toEqual(shown);
    expect((await call('DELETE', `/api/shared-reports/${id}`, alice.key)).body).toEqual({ ok: true });
    expect(await statuses(hash)).toEqual(hidden);
    expect(await statuses(hash, second.url)).toEqual(hidden);
    expect((await call('DELETE', `/api/shared-reports/${id}`, alice.key)).body).toEqual({ detail: 'Report not found' });
  });

  it('is answered alike when missing, turned off, expired, of a stranger’s video or no hash at all', async () => {
    const [off, over, moved] = [await share(), await share(), await share()];
    const change = (hash: string, set: object) =>
      database.updateTable('shared_reports').set(set).where('share_hash', '=', hash).execute();
    await change(off.share_hash, { is_active: false });
    await change(over.share_hash, { expires_at: new Date(Date.now() - 1000) });
    await change(moved.share_hash, { user_id: bob.id });
    const answers = [];
    for (const hash of [off.share_hash, over.share_hash, moved.share_hash, 'A'.repeat(16), 'x', '%00', "'--"]) {
      expect(await statuses(hash), hash).toEqual(hidden);
      const { status, body } = await ask(`/api/shared-reports/${hash}`);
      answers.push(`${status} ${body.toString().trim()}`);
    }
    expect(new Set(answers)).toEqual(new Set(['404 {"detail":"Shared report not found"}']));
  });

  it('is gone while the asset is taken back', async () => {
    const { share_hash: hash } = await share();
    const before = Math.floor(Date.now() / 1000) + 60;
    const { id } = await server.client.createRevocation({ type: 'asset', value: 'told', before });
    expect(await statuses(hash)).toEqual(hidden);
    await server.client.deleteRevocation(id);
    expect(await statuses(hash)).toEqual(shown);
  });
});

describe('sharing a report', () => {
  it('answers with the share, as the list of the video has it', async () => {
    const made = await call('POST', '/api/shared-reports', alice.key, {
      video_id: video,
      expires_at: '2099-01-02T03:04:05+01:00',
    });
    expect(made).toMatchObject({ status: 201, headers: { 'cache-control': 'no-store' } });
    expect(made.body).toEqual({
      ...{ id: expect.stringMatching(/^\d+$/), user_id: alice.id, video_id: video, is_active: 1 },
      ...{ share_hash: expect.stringMatching(/^[0-9A-Za-z]{16}$/), expires_at: '2099-01-02T02:04:05' },
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
    });
    const list = await call('GET', `/api/videos/${video}/shared-reports`, alice.key);
    expect(list.body[0]).toEqual(made.body);
    expect(await statuses(made.body.share_hash)).toEqual(shown);
  });

  it('is for owners alone', async () => {
    const { id } = await share();
    const theirs = { status: 403, body: { detail: 'Resource does not belong to this user' } };
    const missing = { status: 404, body: { detail: 'Video not found' } };
    const post = (key: string, videoId: string) => call('POST', '/api/shared-reports', key, { video_id: videoId });
    expect(await post(bob.key, video)).toMatchObject(theirs);
    expect(await call('GET', `/api/videos/${video}/shared-reports`, bob.key)).toMatchObject(theirs);
    expect(await post(alice.key, randomUUID())).toMatchObject(missing);
    expect(await post(alice.key, 'no-id')).toMatchObject(missing);
    expect(await call('GET', `/api/videos/${randomUUID()}/shared-reports`, alice.key)).toMatchObject(missing);
    expect(await call('DELETE', `/api/shared-reports/${id}`, bob.key)).toMatchObject({
      ...{ status: 404, body: { detail: 'Report not found' } },
    });
  });

  it.each([
    [{ expires_at: '2020-01-01T00:00:00' }, 'expires_at'],
    [{ expires_at: '2099-13-01T00:00:00' }, 'expires_at'],
    [{ expires_at: 'tomorrow' }, 'expires_at'],
    [{ expires_at: 4_102_444_800 }, 'expires_at'],
    [{ video_id: 7 }, 'video_id'],
  ])('refuses %j', async (body, member) => {
    const answer = await call('POST', '/api/shared-reports', alice.key, { video_id: video, ...body });
    expect(answer.status).toBe(422);
    expect(answer.body.detail[0].loc).toEqual(['body', member]);
  });
});

it('the report of a job is there for its owner and the operator', async () => {
  const read = (headers: Record<string, string>) => ask(`/api/jobs/${video}/report`, { headers });
  const mine = await read({ authorization: alice.key });
  expect(mine.status).toBe(200);
  expect(await server.client.readJobReport(video)).toEqual(JSON.parse(mine.body.toString()));
  expect((await read({ authorization: bob.key })).status).toBe(403);
  expect((await read({})).status).toBe(401);
});
