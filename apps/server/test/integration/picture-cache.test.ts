import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { keysOf } from '../fixtures/every-object.ts';
import { photograph } from '../fixtures/pictures.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { createTargetSigner } from '../fixtures/signed-targets.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';

const HMAC_SECRET = '0123456789abcdef'.repeat(4);
/** Vylux contract, vector A12. */
const a12 = {
  target:
    '/img/ca8936beebd9e3c325ffdbfe00671b6d150b97c4a553c523a7e0234e017da60b/w640_h360_q80/uploads/avatars/sample.jpg.webp',
  key: 'uploads/avatars/sample.jpg',
  object: 'cache/f891b0f1614cde63b47ce213774f6eb901c45595af121286c32049d03f2f46b9.webp',
};
const sign = createTargetSigner(HMAC_SECRET);

let server: TestServer;
beforeAll(async () => {
  // Without memory every request shows what the levels below do.
  const environment = { CACHE_MAX_SIZE: '0', IMAGE_CONCURRENCY: '1', IMAGE_QUEUE_SIZE: '2', IMAGE_GEOMETRY: 'vylux' };
  server = await startTestServer({ MODE: 'api,edge', HMAC_SECRET, ...environment });
});
afterAll(() => server.stop());
beforeEach(async () => {
  for (const key of await keysOf(server.media, 'cache/')) await server.media.delete(key);
  await source(await photograph());
});

const source = (bytes: Uint8Array) => server.source.put(a12.key, bytes);
const ask = (target: string) => rawRequest(server.url, target);
const kept = async () => Buffer.from((await server.media.readBytes(a12.object)).bytes);

/** How often this was done to a store until now. */
async function storeOperations(role: 'source' | 'media', operation: string): Promise<number> {
  const text = (await ask('/metrics')).body.toString();
  const line = text.split('\n').find((each) => {
    return (
      each.startsWith('vylux_storage_operations_total{') &&
      each.includes(`"${role}"`) &&
      each.includes(`"${operation}"`)
    );
  });
  return Number(line?.split(' ').at(-1) ?? 0);
}

/** Asks until the answer came from the media store. */
async function untilKept(): Promise<void> {
  await vi.waitFor(async () => {
    const before = await storeOperations('source', 'get');
    await ask(a12.target);
    expect(await storeOperations('source', 'get')).toBe(before);
  }, 20_000);
}

describe('a picture', () => {
  it('is made once for all who ask at the same time', async () => {
    const before = await storeOperations('source', 'get');
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(a12.target)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ headers }) => headers.etag)).size).toBe(1);
    expect(await storeOperations('source', 'get')).toBe(before + 1);
  });

  it('is kept in the media store under the name of the contract and read from there', async () => {
    const made = await ask(a12.target);
    await untilKept();
    expect((await kept()).equals(made.body)).toBe(true);
    expect((await ask(a12.target)).body.equals(made.body)).toBe(true);
  });

  it('is made anew when what is kept is not what we wrote, or is gone', async () => {
    const made = await ask(a12.target);
    await untilKept();
    await server.media.put(a12.object, Buffer.from('somebody else was here'));
    expect((await ask(a12.target)).body.equals(made.body)).toBe(true);
    await untilKept();
    expect((await kept()).equals(made.body)).toBe(true);
    await server.media.delete(a12.object);
    expect((await ask(a12.target)).body.equals(made.body)).toBe(true);
  });

  it('is fresh at once when its source was overwritten, and gone with it', async () => {
    const before = await ask(a12.target);
    await untilKept();
    await source(
      await sharp({ create: { width: 700, height: 400, channels: 3, background: '#00ff00' } })
        .png()
        .toBuffer(),
    );
    const after = await ask(a12.target);
    expect([after.status, after.headers.etag === before.headers.etag]).toEqual([200, false]);
    expect((await sharp(after.body).stats()).dominant).toMatchObject({ g: 248 });
    await server.source.delete(a12.key);
    expect((await ask(a12.target)).status).toBe(404);
  });

  it('is a square for a width, refused for a height, and enlarged, where the reference is followed', async () => {
    const square = await sharp((await ask(sign.image(a12.key, 'png', 500))).body).metadata();
    expect([square.width, square.height]).toEqual([500, 500]);
    expect((await ask(sign.image(a12.key, 'png', null, 50))).status).toBe(422);
    expect((await ask(sign.image(a12.key, 'png', 20_000, 20_000))).status).toBe(422);
  });
});

describe('the queue', () => {
  it('answers 503 with Retry-After when it is full, and serves what is there all the same', async () => {
    await untilKept();
    const targets = Array.from({ length: 12 }, (_, index) => sign.image(a12.key, 'webp', 200 + index));
    const [answers, warm] = await Promise.all([Promise.all(targets.map(ask)), ask(a12.target)]);
    const refused = answers.filter(({ status }) => status !== 200);
    // One is made, one is fetched ahead, two wait.
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(4);
    expect(refused.length).toBeGreaterThan(0);
    for (const { status, headers, body } of refused) {
      expect([status, headers['retry-after'], headers['cache-control']]).toEqual([503, '2', undefined]);
      expect(body.toString()).toBe('{"message":"too many images are waiting"}\n');
    }
    expect(warm.status).toBe(200);
    // Whoever comes again is served.
    for (const target of targets) expect((await ask(target)).status).toBe(200);
  });
});
