import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Backends, freshBackends } from '../fixtures/backends.ts';
import { type CallbackReceiver, startCallbackReceiver } from '../fixtures/callback-receiver.ts';
import { curl, hmacHex, mintKeyToken, run } from '../fixtures/foreign-tools.ts';
import { type SpawnedSluice, spawnSluice } from '../fixtures/spawn-sluice.ts';

/**
 * An application that was written for the reference: it knows its documentation, the bucket of its originals and the
 * secrets that both sides were given, and calls with `curl` and `openssl` alone.
 */
const secrets = {
  API_KEY: '5f'.repeat(32),
  HMAC_SECRET: '0123456789abcdef'.repeat(4),
  WEBHOOK_SECRET: 'fedcba9876543210'.repeat(4),
  KEY_TOKEN_SECRET: '00112233445566778899aabbccddeeff',
  ENCRYPTION_KEY: 'a1'.repeat(32),
};
const photo = 'uploads/avatars/sample photo.jpg';
const film = 'uploads/sample.mp4';
let folder: string;
let backends: Backends;
let receiver: CallbackReceiver;
let service: SpawnedSluice;
let base: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-foreign-'));
  backends = await freshBackends();
  receiver = await startCallbackReceiver();
  service = spawnSluice(['serve', '--role', 'all'], {
    ...backends.environment,
    ...secrets,
    ...{ DATA_DIR: folder, PORT: '0', X264_PRESET: 'ultrafast', SHUTDOWN_TIMEOUT: '1s' },
    OUTGOING_PRIVATE_NETWORKS: '127.0.0.1/32',
  });
  const ready = /"url":"(http:[^"]+)".*"serving"/;
  await service.saw(ready);
  base = ready.exec(service.output())?.[1] ?? '';
  await bringOriginals();
});
afterAll(async () => {
  await service?.end('SIGTERM');
  await receiver?.stop();
  await backends?.remove();
  await rm(folder, { recursive: true, force: true });
});

/** The application's own business: its originals lie in its bucket. */
async function bringOriginals(): Promise<void> {
  const files = { [photo]: join(folder, 'photo.jpg'), [film]: join(folder, 'film.mp4') };
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=25:duration=3'];
  const sound = ['-f', 'lavfi', '-i', 'sine=duration=3', '-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'aac'];
  await run('ffmpeg', ['-v', 'error', ...picture, '-frames:v', '1', files[photo] ?? '']);
  await run('ffmpeg', ['-v', 'error', ...picture, ...sound, files[film] ?? '']);
  const { environment: bucket } = backends;
  const user = ['--user', `${bucket.SOURCE_S3_ACCESS_KEY}:${bucket.SOURCE_S3_SECRET_KEY}`];
  const signed = ['--aws-sigv4', 'aws:amz:us-east-1:s3', ...user, '-H', 'x-amz-content-sha256: UNSIGNED-PAYLOAD'];
  for (const [key, file] of Object.entries(files)) {
    const target = `${bucket.SOURCE_S3_ENDPOINT}/${bucket.SOURCE_BUCKET}/${encodeURI(key)}`;
    expect(await curl(...signed, '--upload-file', file, target)).toMatchObject({ status: 200 });
  }
}

const apiKey = ['-H', `X-API-Key: ${secrets.API_KEY}`];
interface Job {
  readonly job_id: string;
  readonly status: string;
  readonly error?: string;
  readonly callback_status: string;
  // biome-ignore lint/suspicious/noExplicitAny: results are read as the documentation shows them.
  readonly results: any;
}

/** Creates a job and polls until it is completed. */
async function complete(order: object): Promise<Job> {
  const body = ['-H', 'Content-Type: application/json', '--data', JSON.stringify(order)];
  const created = await curl('-X', 'POST', ...apiKey, ...body, `${base}/api/jobs`);
  expect(created.status, created.body.toString()).toBe(202);
  const { job_id: id } = JSON.parse(created.body.toString()) as Job;
  for (;;) {
    const job = JSON.parse((await curl(...apiKey, `${base}/api/jobs/${id}`)).body.toString()) as Job;
    if (job.status === 'failed') throw new Error(job.error);
    if (job.status === 'completed') return job;
    await sleep(200);
  }
}

const thumb = async (key: string): Promise<string> =>
  `${base}/thumb/${await hmacHex(secrets.HMAC_SECRET, `thumb/${key}`)}/${encodeURIComponent(key)}`;

/** Codec and width or channels of a file's streams, as ffprobe sees them. */
async function probe(bytes: Uint8Array): Promise<string> {
  const file = join(folder, 'probed');
  await writeFile(file, bytes);
  const entries = ['-show_entries', 'stream=codec_name,width', '-of', 'csv=p=0'];
  return (await run('ffprobe', ['-v', 'error', ...entries, file])).toString().trim();
}

/** Pictures that decode from a file without a complaint. */
async function countFrames(bytes: Uint8Array): Promise<number> {
  const file = join(folder, 'counted.mp4');
  await writeFile(file, bytes);
  const entries = ['-select_streams', 'v', '-show_entries', 'stream=nb_read_frames', '-of', 'csv=p=0'];
  return Number((await run('ffprobe', ['-v', 'error', '-count_frames', ...entries, file])).toString());
}

const get = async (path: string, ...args: readonly string[]): Promise<Buffer> => {
  const answer = await curl(...args, base + path);
  expect([answer.status, path]).toEqual([200, path]);
  return answer.body;
};
const beside = (path: string, name: string): string => path.slice(0, path.lastIndexOf('/') + 1) + name;

/** From the master playlist to the first video segment, as a player goes. */
async function play(hash: string) {
  const master = `/stream/${hash}/master.m3u8`;
  const variant = /^[^#\s].*$/m.exec((await get(master)).toString())?.[0] ?? '';
  const path = beside(master, variant);
  const playlist = (await get(path)).toString();
  const init = /EXT-X-MAP:URI="([^"]+)"/.exec(playlist)?.[1] ?? '';
  const segment = /^[^#\s].*$/m.exec(playlist)?.[0] ?? '';
  return { playlist, path, init: await get(beside(path, init)), segment: await get(beside(path, segment)) };
}

describe('pattern 1: dynamic image delivery', () => {
  it('signs the canonical options and gets a picture, a 304, and nothing for another signature', async () => {
    const signature = await hmacHex(secrets.HMAC_SECRET, `w320_h180_q80/${photo}.webp`);
    const url = `${base}/img/${signature}/w320_h180_q80/${encodeURIComponent(photo)}.webp`;
    const answer = await curl(url);
    expect([answer.status, answer.header('content-type')]).toEqual([200, 'image/webp']);
    expect(answer.header('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(await probe(answer.body)).toBe('webp,320');
    expect((await curl('-H', `If-None-Match: ${answer.header('etag')}`, url)).status).toBe(304);
    expect((await curl(url.replace('w320', 'w640'))).status).toBe(403);
  });

  it('signs an original, whose bytes are those of the bucket', async () => {
    const signature = await hmacHex(secrets.HMAC_SECRET, `/${photo}`);
    const { status, body } = await curl(`${base}/original/${signature}/${encodeURIComponent(photo)}`);
    expect(status).toBe(200);
    expect(body.equals(await run('cat', [join(folder, 'photo.jpg')]))).toBe(true);
    expect((await curl(`${base}/thumb/${signature}/${encodeURIComponent(photo)}`)).status).toBe(403);
  });
});

describe('pattern 2: generated thumbnails, covers, and previews', () => {
  it('reads the key of a thumbnail from the job and signs it', async () => {
    const options = { outputs: [{ variant: 'thumb', width: 200, format: 'webp' }] };
    const job = await complete({ type: 'image:thumbnail', hash: 'product-77', source: photo, options });
    const [{ key, size }] = job.results;
    const { status, body } = await curl(await thumb(key));
    expect([status, body.length, await probe(body)]).toEqual([200, size, 'webp,200']);
  });

  it.each([
    ['video:cover', 'mjpeg,640'],
    ['video:preview', 'webp,'],
  ])('is called back with the key of a %s under a signature that openssl confirms', async (type, streams) => {
    const path = `/hooks/${type.slice(6)}`;
    const job = await complete({ type, hash: 'promo-9', source: film, callback_url: receiver.url + path });
    await expect.poll(() => receiver.callsTo(path).length).toBe(1);
    const [call] = receiver.callsTo(path);
    const bytes = call?.bytes ?? Buffer.alloc(0);
    expect(call?.headers['x-signature']).toBe(`sha256=${await hmacHex(secrets.WEBHOOK_SECRET, bytes)}`);
    const told = JSON.parse(bytes.toString()) as Job;
    expect(told).toMatchObject({ job_id: job.job_id, status: 'completed', results: job.results });
    const { status, header, body } = await curl(await thumb(told.results.key));
    expect([status, header('access-control-allow-origin'), body.length]).toEqual([200, '*', told.results.size]);
    expect(await probe(body)).toContain(streams);
    const state = async () => JSON.parse((await get(`/api/jobs/${job.job_id}`, ...apiKey)).toString()) as Job;
    await expect.poll(async () => (await state()).callback_status).toBe('sent');
  });
});

describe('pattern 3: unencrypted HLS playback', () => {
  it('plays from /stream without any credential', async () => {
    const job = await complete({ type: 'video:transcode', hash: 'open-film', source: film });
    expect(job.results.streaming).toMatchObject({ protocol: 'hls', encrypted: false });
    expect(job.results.streaming.master_playlist).toBe('videos/op/open-film/master.m3u8');
    const { playlist, init, segment } = await play('open-film');
    expect(playlist).not.toContain('EXT-X-KEY');
    expect(await countFrames(Buffer.concat([init, segment]))).toBe(75);
  });
});

describe('pattern 4: encrypted HLS playback', () => {
  const hash = 'movie-2026-04-01';
  const bearer = async (of: string, exp: number) => [
    '-H',
    `Authorization: Bearer ${await mintKeyToken(secrets.KEY_TOKEN_SECRET, of, exp)}`,
  ];
  const soon = () => Math.floor(Date.now() / 1000) + 600;
  const key = async (...args: readonly string[]) => curl(...args, `${base}/api/key/${hash}`);

  it('opens a segment with the key that the token of the back end fetches', async () => {
    const options = { transcode: { encrypt: true } };
    const job = await complete({ type: 'video:full', hash, source: film, options });
    expect(job.results.artifacts.transcode.streaming.encrypted).toBe(true);
    expect(job.results.artifacts.transcode.encryption.key_endpoint).toContain(`/api/key/${hash}`);

    const { playlist, init, segment } = await play(hash);
    const [, method, uri] = /EXT-X-KEY:METHOD=([^,]+),URI="([^"]+)"$/m.exec(playlist) ?? [];
    expect([method, uri]).toEqual(['AES-128', expect.stringContaining(`/api/key/${hash}`)]);
    // RFC 8216 §5.2: without an IV of its own, a segment's number is its IV.
    const number = Number(/EXT-X-MEDIA-SEQUENCE:(\d+)/.exec(playlist)?.[1] ?? 0);
    const iv = number.toString(16).padStart(32, '0');
    const fetched = await curl(...(await bearer(hash, soon())), new URL(uri ?? '', base).href);
    expect([fetched.status, fetched.body.length, fetched.header('cache-control')]).toEqual([200, 16, 'no-store']);
    const clear = await run(
      'openssl',
      ['enc', '-d', '-aes-128-cbc', '-K', fetched.body.toString('hex'), '-iv', iv],
      segment,
    );
    expect(await countFrames(Buffer.concat([init, clear]))).toBe(75);
    expect(await countFrames(Buffer.concat([init, segment])).catch(() => 0)).not.toBe(75);
  });

  it('keeps the key from everybody else', async () => {
    const answers = [
      await key(),
      await key(...(await bearer('other-movie', soon()))),
      await key(...(await bearer(hash, 1_700_000_000))),
      await key('-H', `Authorization: Bearer ${await mintKeyToken('f'.repeat(32), hash, soon())}`),
    ];
    expect(answers.map(({ status, body }) => [status, body.toString()])).toEqual([
      [401, 'Unauthorized'],
      ...Array.from({ length: 3 }, () => [403, 'Forbidden']),
    ]);
  });

  it('is removed by one call, which may be repeated, and leaves the original', async () => {
    const remove = () => curl('-X', 'DELETE', ...apiKey, `${base}/api/media/${hash}`);
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 204]);
    expect((await key(...(await bearer(hash, soon())))).status).toBe(404);
    expect((await curl(`${base}/stream/${hash}/master.m3u8`)).status).toBe(404);
    expect((await curl(await thumb(`videos/mo/${hash}/cover.jpg`))).status).toBe(404);
    const signature = await hmacHex(secrets.HMAC_SECRET, `/${film}`);
    expect((await curl('--head', `${base}/original/${signature}/${film}`)).status).toBe(200);
  });
});
