import { MacKey, signThumbUrl } from '@sluice/access';
import type { JobView } from '@sluice/contract';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../src/adapters/crypto/node.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';

let server: TestServer;
let picture: Buffer;

beforeAll(async () => {
  server = await startTestServer();
  picture = await sharp({ create: { width: 800, height: 400, channels: 3, background: '#c04020' } })
    .jpeg()
    .toBuffer();
  await server.client.uploadSource('photo.jpg', new Blob([Uint8Array.from(picture)]));
});
afterAll(() => server.stop());

const order = { type: 'image:thumbnail', hash: 'product-77', source: 'photo.jpg' };

async function ended(options: object | undefined, source = 'photo.jpg', hash = 'product-77'): Promise<JobView> {
  const { job_id: id } = await server.client.createJob({
    ...order,
    ...{ source, hash },
    ...(options === undefined ? {} : { options }),
  });
  await server.client.waitForJob(id ?? '', { intervalMs: 30 }).catch(() => undefined);
  return server.client.getJob(id ?? '');
}

describe('an image:thumbnail job', () => {
  it('makes one small WebP by default, with its results as an array', async () => {
    const job = await ended(undefined);
    expect(job).toMatchObject({ status: 'completed', progress: 100 });
    expect(job.results).toEqual([
      { variant: 'thumb', key: 'images/pr/product-77/thumb.webp', format: 'webp', size: expect.any(Number) },
    ]);
  });

  it('makes every output in its order, which the signed route serves', async () => {
    const outputs = [
      { variant: 'hero', width: 400, format: 'jpeg' },
      { variant: 'square', width: 100, height: 100, format: 'png' },
    ];
    const job = await ended({ outputs });
    const results = job.results as { variant: string; key: string; format: string; size: number }[];
    expect(results.map(({ variant, key, format }) => [variant, key, format])).toEqual([
      ['hero', 'images/pr/product-77/hero.jpg', 'jpg'],
      ['square', 'images/pr/product-77/square.png', 'png'],
    ]);
    const secret = MacKey.fromText(server.config.HMAC_SECRET);
    const sizes: (number | string | undefined)[][] = [];
    for (const { key, size } of results) {
      const answer = await rawRequest(server.url, signThumbUrl(nodeCrypto(), secret, key));
      expect([answer.status, answer.body.length]).toEqual([200, size]);
      const { format, width, height } = await sharp(answer.body).metadata();
      sizes.push([format, width, height]);
    }
    expect(sizes).toEqual([
      ['jpeg', 400, 200],
      ['png', 100, 100],
    ]);
  });

  it('is found again however its options are written', async () => {
    const outputs = [
      { format: 'jpg', width: 400.5, variant: 'hero' },
      { height: 100, format: 'PNG', variant: 'square', width: 100 },
    ];
    const again = await server.client.createJob({ ...order, options: { outputs } });
    expect(again).toMatchObject({ job_id: null, status: 'completed' });
  });

  it('fails for a source that is missing, which is accepted at first', async () => {
    const job = await ended(undefined, 'none.jpg', 'missing');
    expect(job).toMatchObject({ status: 'failed', error: expect.stringMatching(/^fetch source: The object does not/) });
    expect(job).not.toHaveProperty('results');
  });

  it('fails at the output that cannot be made, and keeps no results', async () => {
    await server.client.uploadSource('text.jpg', new Blob(['no picture']));
    const text = await ended(undefined, 'text.jpg', 'text');
    expect(text.error).toMatch(/^process variant thumb: The file cannot be read as a picture/);
    expect(text).not.toHaveProperty('results');

    const frames = Array.from({ length: 2 }, (_, shade) => Buffer.alloc(8 * 8 * 3, shade * 200));
    const animation = await sharp(Buffer.concat(frames), { raw: { width: 8, height: 16, channels: 3, pageHeight: 8 } })
      .gif()
      .toBuffer();
    await server.client.uploadSource('moving.gif', new Blob([Uint8Array.from(animation)]));
    const outputs = [
      { variant: 'kept', format: 'gif' },
      { variant: 'still', format: 'jpg' },
    ];
    const moving = await ended({ outputs }, 'moving.gif', 'moving');
    expect(moving).toMatchObject({
      status: 'failed',
      progress: 50,
      error: expect.stringMatching(/^process variant still: An/),
    });
  });

  it('is tried again as a whole', async () => {
    const failed = await ended(undefined, 'late.jpg', 'late');
    await server.client.uploadSource('late.jpg', new Blob([Uint8Array.from(picture)]));
    const answer = await rawRequest(server.url, `/api/jobs/${failed.job_id}/retry`, {
      method: 'POST',
      headers: { 'x-api-key': server.config.API_KEY },
    });
    const { strategy, jobs } = JSON.parse(answer.body.toString());
    expect([answer.status, strategy, jobs.length]).toEqual([202, 'retry_job', 1]);
    expect(await server.client.waitForJob(jobs[0].job_id, { intervalMs: 30 })).toMatchObject({ status: 'completed' });
  });
});
