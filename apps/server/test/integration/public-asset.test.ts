import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { objectKeyOf, storedBytes } from '../fixtures/every-object.ts';
import { prepareFilm } from '../fixtures/prepare-film.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { makeTinyClip } from '../fixtures/tiny-clip.ts';

let server: TestServer;
const segment = '/stream/open/audio/und_aac_2ch/seg_1.m4s';
let bytes: Buffer;

beforeAll(async () => {
  const [started, clip] = await Promise.all([startTestServer(), makeTinyClip()]);
  server = started;
  await prepareFilm(server, { id: 'open', clip, access: 'public', isEncrypted: false });
  bytes = await storedBytes(server, 'open', 'audio/und_aac_2ch/seg_1.m4s');
});
afterAll(() => server.stop());

const get = (target: string, headers: Record<string, string> = {}, method = 'GET') =>
  rawRequest(server.url, target, { headers, method });

describe('GET /stream/{hash}/…', () => {
  it.each([
    ['master.m3u8', 'application/vnd.apple.mpegurl'],
    ['audio/und_aac_2ch/seg_1.m4s', 'video/iso.segment'],
    ['audio/und_aac_2ch/init.mp4', 'video/mp4'],
    ['cover.jpg', 'image/jpeg'],
    ['preview.webp', 'image/webp'],
  ])('serves %s as it is stored', async (path, type) => {
    const answer = await get(`/stream/open/${path}`);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': type,
      'cache-control': 'public, max-age=31536000, immutable',
      'access-control-allow-origin': '*',
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
      vary: 'Accept',
    });
    expect(answer.body.equals(await storedBytes(server, 'open', path))).toBe(true);
  });

  it.each([
    ['/stream/', 400, 'missing hash or file path'],
    ['/stream/open', 400, 'missing hash or file path'],
    ['/stream/open/', 400, 'missing hash or file path'],
    ['/stream//master.m3u8', 400, 'missing hash or file path'],
    ['/stream/open/../open/master.m3u8', 400, 'invalid path'],
    ['/stream/open/a..b.m4s', 400, 'invalid path'],
    ['/stream/open/%2e%2e/open/master.m3u8', 400, 'invalid path'],
    ['/stream/open/a%2Fb.m4s', 400, 'invalid path'],
    ['/stream/open/a//b.m4s', 400, 'invalid path'],
    ['/stream/open/preview.gif', 400, 'unsupported file type'],
    ['/stream/open/seg_1.ts', 400, 'unsupported file type'],
    ['/stream/open/none.m4s', 404, 'not found'],
    ['/stream/no-such-film/master.m3u8', 404, 'not found'],
    ['/stream/no%20such%20film/master.m3u8', 404, 'not found'],
  ])('answers %s with %i %s', async (target, status, message) => {
    const answer = await get(target);
    expect([answer.status, JSON.parse(answer.body.toString())]).toEqual([status, { message }]);
    expect(answer.headers).not.toHaveProperty('cache-control');
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('ignores a token that is presented', async () => {
    expect((await get(`${segment}?et=nonsense`)).status).toBe(200);
    expect((await get('/v/open/master.m3u8?et=nonsense')).body.toString()).not.toContain('et=');
  });
});

describe('the same bytes below /v/', () => {
  it('need no token either', async () => {
    expect((await get('/v/open/audio/und_aac_2ch/seg_1.m4s')).body.equals(bytes)).toBe(true);
  });

  it('have a manifest whose addresses are beside it', async () => {
    const answer = await get('/v/open/manifest.mpd');
    expect(answer.headers['content-type']).toBe('application/dash+xml');
    expect(answer.body.toString()).not.toContain('BaseURL');
  });

  it('have no CBCS form where nothing is encrypted', async () => {
    expect((await get('/v/open/cbcs/master.m3u8')).status).toBe(404);
  });
});

describe('a byte route', () => {
  it('answers HEAD like GET without the bytes', async () => {
    const [whole, head] = await Promise.all([get(segment), get(segment, {}, 'HEAD')]);
    expect([head.status, head.body.byteLength, head.headers['content-length']]).toEqual([
      200,
      0,
      String(bytes.byteLength),
    ]);
    for (const name of ['etag', 'content-type', 'accept-ranges', 'cache-control', 'last-modified']) {
      expect(head.headers[name], name).toBe(whole.headers[name]);
    }
  });

  it.each([
    ['bytes=0-9', 0, 10],
    ['bytes=100-', 100, undefined],
    ['bytes=-7', -7, undefined],
    ['bytes=10-10', 10, 11],
  ])('gives the range %s', async (range, from, to) => {
    const answer = await get(segment, { range });
    const expected = bytes.subarray(from < 0 ? bytes.length + from : from, to);
    expect([answer.status, answer.body.equals(expected)]).toEqual([206, true]);
    expect(answer.headers['content-length']).toBe(String(expected.byteLength));
    expect(answer.headers['content-range']).toMatch(new RegExp(`^bytes \\d+-\\d+/${bytes.length}$`));
  });

  it('answers HEAD with a range as GET would', async () => {
    const answer = await get(segment, { range: 'bytes=0-9' }, 'HEAD');
    expect([answer.status, answer.headers['content-length'], answer.body.byteLength]).toEqual([206, '10', 0]);
  });

  it('tells the size where a range lies outside', async () => {
    const answer = await get(segment, { range: `bytes=${bytes.length}-` });
    expect([answer.status, answer.headers['content-range'], answer.body.byteLength]).toEqual([
      416,
      `bytes */${bytes.length}`,
      0,
    ]);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('sends everything for several ranges', async () => {
    const answer = await get(segment, { range: 'bytes=0-1,4-5' });
    expect([answer.status, answer.body.equals(bytes)]).toEqual([200, true]);
  });

  it('does not send again what is unchanged', async () => {
    const { etag = '' } = (await get(segment)).headers;
    const answer = await get(segment, { 'if-none-match': etag });
    expect([answer.status, answer.body.byteLength, answer.headers.etag]).toEqual([304, 0, etag]);
    expect((await get(segment, { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('gives a range only of the bytes that If-Range names', async () => {
    const { etag = '' } = (await get(segment)).headers;
    expect((await get(segment, { range: 'bytes=0-1', 'if-range': etag })).status).toBe(206);
    expect((await get(segment, { range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200);
  });
});

describe('a large object', () => {
  const large = randomBytes(9 * 1024 * 1024 + 7);
  beforeAll(() => server.media.put(objectKeyOf('open', 'whole.mp4'), large));

  it('is streamed whole, and in large and small ranges', async () => {
    expect((await get('/stream/open/whole.mp4')).body.equals(large)).toBe(true);
    const half = await get('/stream/open/whole.mp4', { range: 'bytes=5-6000000' });
    expect([half.status, half.body.equals(large.subarray(5, 6_000_001))]).toEqual([206, true]);
    const tail = await get('/stream/open/whole.mp4', { range: 'bytes=-9' });
    expect([tail.status, tail.body.equals(large.subarray(-9))]).toEqual([206, true]);
  });

  it('is not read for HEAD', async () => {
    const head = await get('/stream/open/whole.mp4', {}, 'HEAD');
    expect([head.status, head.headers['content-length'], head.body.byteLength]).toEqual([200, String(large.length), 0]);
  });
});

it('counts what was done to the stores and by the worker', async () => {
  const text = (await get('/metrics')).body.toString();
  const driver = server.config.MEDIA_DRIVER;
  expect(text).toMatch(
    new RegExp(`vylux_storage_operations_total\\{role="media",driver="${driver}",operation="get",result="ok"\\} [1-9]`),
  );
  expect(text).toMatch(/vylux_worker_tasks_total\{task_type="video:full",result="success"\} 1/);
});

describe('a changed policy', () => {
  it('holds from the next request on', async () => {
    await server.client.setAssetAccess('open', 'protected');
    expect((await get(segment)).status).toBe(403);
    expect((await get('/v/open/master.m3u8')).status).toBe(403);
    await server.client.setAssetAccess('open', 'public');
    expect((await get(segment)).status).toBe(200);
  });
});

describe('an overwritten object', () => {
  it('is seen once its new job is completed', async () => {
    const before = (await get('/stream/open/cover.jpg')).headers.etag;
    const order = { type: 'video:cover', hash: 'open', source: 'uploads/open.mp4', options: { timestamp_sec: 2.5 } };
    const { job_id: id } = await server.client.createJob(order);
    await server.client.waitForJob(id ?? '', { intervalMs: 100 });
    expect((await get('/stream/open/cover.jpg')).headers.etag).not.toBe(before);
  });
});
