import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../src/ports/object-store.ts';
import { animation, photograph } from '../fixtures/pictures.ts';
import { type RawRequest, rawRequest } from '../fixtures/raw-request.ts';
import { createTargetSigner } from '../fixtures/signed-targets.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';

/** Vylux contract, appendix A. */
const HMAC_SECRET = '0123456789abcdef'.repeat(4);
const A1 = 'ca8936beebd9e3c325ffdbfe00671b6d150b97c4a553c523a7e0234e017da60b';
const A2 = '5a025cdbbab9a0eaf69edf1df848fe1ada9289eedb2b83af8d55b5faaac7ce47';
const A3 = '98686526bc9537ac890ca8a5b80d649cda7e176e2d8b44e8b625ea9f9033f35e';
const A4 = '81240a95db2bb1bf62f54f0e1beaf26ad61a39613fc24d98cd1618439df09f37';
const A5 = '0f455a60ff3ee68fdd0224613ff073b743399ec36a5f245abf7860a27a2870ea';
const A6 = 'de8fe3b234fde7628c37df054e77ccc1892fb35f1a77796c4e6152f50ac5a6b4';
const A7 = '766ae3695a5f52e5f64631c0685d159835057bdeb5e8abdc4587640ac32c693d';
const A1_HEX_DECODED = 'd815383f8265b632b3576bae54bb50bfb320b75215572eff2a68e5fa16b2f0cc';
const cover = 'videos/mo/movie-2026-04-01/cover.jpg';

const sign = createTargetSigner(HMAC_SECRET);
let server: TestServer;

const put = (store: ObjectStore, key: string, bytes: Uint8Array | string) => store.put(key, Buffer.from(bytes));
const source = (key: string, bytes: Uint8Array | string) => put(server.source, key, bytes);
const ask = (target: string, request?: RawRequest) => rawRequest(server.url, target, request);
const statusOf = async (target: string): Promise<number> => (await ask(target)).status;

/** Status and words of a refusal. */
async function refusal(target: string): Promise<readonly [number, string]> {
  const { status, headers, body } = await ask(target);
  expect(headers['cache-control'], target).toBeUndefined();
  expect(headers['content-type']).toBe('application/json');
  expect(body.toString().endsWith('}\n')).toBe(true);
  const answer = JSON.parse(body.toString()) as { message: string };
  expect(Object.keys(answer)).toEqual(['message']);
  return [status, answer.message];
}

beforeAll(async () => {
  server = await startTestServer({ MODE: 'api,edge', HMAC_SECRET });
  const photo = await photograph();
  for (const key of [
    'uploads/avatars/sample.jpg',
    'uploads/My Image 你.png',
    'uploads/photo.png',
    'uploads/100%.jpg',
    'uploads/a%20b.jpg',
    'plain',
  ]) {
    await source(key, photo);
  }
  await source('uploads/sample.mp4', '0123456789');
  await source('uploads/a+b.gif', await animation('gif', 3));
  await source('uploads/many.gif', await animation('gif', 201));
  await source('uploads/broken.jpg', photo.subarray(0, 3000));
  await source('uploads/drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
  await put(server.media, cover, photo);
});
afterAll(() => server.stop());

describe('a signature', () => {
  const target = (signature: string): string => `/img/${signature}/q80_h360_w640/uploads%2Favatars%2Fsample.jpg.webp`;

  it('opens what it was made for, as the vectors of the contract say', async () => {
    expect(await statusOf(target(A1))).toBe(200);
    expect(await statusOf(`/img/${A1}/w640_h360_q80/uploads/avatars/sample.jpg.webp`)).toBe(200);
    expect(await statusOf(`/img/${A2}/q75_w0300/uploads%2FMy%20Image%20%E4%BD%A0.png.JPEG`)).toBe(200);
    expect(await statusOf(`/original/${A3}/uploads%2Fsample.mp4`)).toBe(200);
    expect(await statusOf(`/thumb/${A4}/videos%2Fmo%2Fmovie-2026-04-01%2Fcover.jpg`)).toBe(200);
    expect(await statusOf(`/thumb/${A4}//${cover}`)).toBe(200);
    expect(await statusOf(`/img/${A7}/w0/uploads%2Fa%2Bb.gif.gif`)).toBe(200);
    expect(await statusOf(`/img/${A7}/w0/uploads/a+b.gif.gif`)).toBe(200);
  });

  it('opens nothing once any character of it is another', async () => {
    for (let index = 0; index < A1.length; index++) {
      const other = A1[index] === '0' ? '1' : '0';
      expect(await refusal(target(A1.slice(0, index) + other + A1.slice(index + 1)))).toEqual([
        403,
        'invalid signature',
      ]);
    }
  });

  it.each([
    ['in upper case', A1.toUpperCase()],
    ['by the secret decoded from hexadecimal', A1_HEX_DECODED],
    ['cut short', A1.slice(0, 62)],
    ['with more behind it', `${A1}00`],
    ['of nothing', ''],
  ])('opens nothing %s', async (_how, signature) => {
    expect(await refusal(target(signature))).toEqual([403, 'invalid signature']);
  });

  it('of one route opens no other', async () => {
    expect(await refusal(`/thumb/${A6}/${cover}`)).toEqual([403, 'invalid signature']);
    expect(await refusal(`/original/${A4}/${cover}`)).toEqual([403, 'invalid signature']);
    expect(await refusal(`/original/${A1}/uploads/avatars/sample.jpg`)).toEqual([403, 'invalid signature']);
    // With no options the signed text would be that of an original.
    expect(await refusal(`/img/${A5}//uploads%2Fphoto.png.webp`)).toEqual([
      400,
      expect.stringMatching(/^bad options: /),
    ]);
    expect(await refusal(`/original/${A5}/uploads%2Fphoto.png.webp`)).toEqual([404, 'not found']);
  });

  it('says nothing of whether there is an object', async () => {
    expect(await refusal(`/original/${A3}/uploads%2Fnothing.mp4`)).toEqual([403, 'invalid signature']);
    expect(await refusal(`/img/${A1}/w1/uploads%2Fnothing.jpg.webp`)).toEqual([403, 'invalid signature']);
  });

  it('covers the key decoded once, a literal percent sign included', async () => {
    for (const key of ['uploads/100%.jpg', 'uploads/a%20b.jpg']) {
      const answer = await ask(sign.original(key));
      expect([answer.status, answer.body.equals(await photograph())]).toEqual([200, true]);
      expect(await statusOf(sign.image(key, 'webp', 20))).toBe(200);
    }
    expect(sign.original('uploads/a%20b.jpg')).toContain('a%2520b');
  });

  it('is not looked for in the query, and a playback token in the path is no way around it', async () => {
    expect(await statusOf(`${target(A1)}?et=x&w=1`)).toBe(200);
    expect(await statusOf(`/_t/x${target(A1)}`)).toBe(404);
  });
});

describe('/img', () => {
  const bad = '0'.repeat(64);

  it.each([
    ['no source', `/img/${bad}/w1/`, 400, 'missing source path'],
    ['no source and no options', `/img/${bad}`, 400, 'missing source path'],
    ['another format, whatever the options', `/img/${bad}/x/a.jpg.bmp`, 400, 'unsupported output format'],
    ['no format', `/img/${bad}/w1/a`, 400, 'unsupported output format'],
    ['SVG', `/img/${bad}/w1/a.jpg.svg`, 400, 'unsupported output format'],
    ['a broken escape, whatever the options', `/img/${bad}/x/%zz.webp`, 400, 'invalid source encoding'],
    ['an escape of no UTF-8', `/img/${bad}/w1/%ff.webp`, 400, 'invalid source encoding'],
    ['a source that is only a format', `/img/${bad}/w1/.webp`, 400, 'missing source path'],
  ])('answers %s before it looks at the signature', async (_what, target, status, message) => {
    expect(await refusal(target)).toEqual([status, message]);
  });

  it.each(['x1', 'w', 'w-1', 'q0', 'q101', 'w1__h1', 'w1.5', 'W1'])(
    'refuses the options %s before it looks at the signature',
    async (options) => {
      expect(await refusal(`/img/${bad}/${options}/a.jpg.webp`)).toEqual([
        400,
        expect.stringMatching(/^bad options: /),
      ]);
    },
  );

  it('refuses what it cannot make, in the words of the contract', async () => {
    const unprocessable = [422, 'unprocessable source image'];
    expect(await refusal(sign.image('uploads/nothing.jpg', 'webp', 10))).toEqual([404, 'source image not found']);
    expect(await refusal(sign.image('uploads/../secrets.json', 'webp', 10))).toEqual([404, 'source image not found']);
    expect(await refusal(sign.image('uploads/broken.jpg', 'webp', 10))).toEqual(unprocessable);
    expect(await refusal(sign.image('uploads/sample.mp4', 'webp', 10))).toEqual(unprocessable);
    expect(await refusal(sign.image('uploads/drawing.svg', 'png', 10))).toEqual(unprocessable);
    expect(await refusal(sign.image('uploads/many.gif', 'webp', 10))).toEqual(unprocessable);
    const still = [422, 'animated image cannot be converted to static format (use webp or gif output)'];
    for (const format of ['png', 'jpg', 'avif'] as const) {
      expect(await refusal(sign.image('uploads/a+b.gif', format, 10))).toEqual(still);
    }
  });

  it('answers with its own validator and the headers of the contract', async () => {
    const target = sign.image('uploads/photo.png', 'webp', 64);
    const answer = await ask(target);
    expect(answer.status).toBe(200);
    const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(answer.body));
    const etag = `"${Buffer.from(digest).toString('hex').slice(0, 16)}"`;
    const shared = { etag, vary: 'Accept', 'cache-control': 'public, max-age=31536000, immutable' };
    expect(answer.headers).toMatchObject({
      ...shared,
      'content-type': 'image/webp',
      'access-control-allow-origin': '*',
    });
    expect(answer.headers['content-length']).toBe(String(answer.body.byteLength));

    const same = await ask(target, { headers: { 'if-none-match': etag } });
    expect([same.status, same.body.byteLength]).toEqual([304, 0]);
    expect(same.headers).toMatchObject(shared);
    expect((await ask(target, { headers: { 'if-none-match': '"0000000000000000"' } })).status).toBe(200);

    const head = await ask(target, { method: 'HEAD' });
    expect([head.status, head.body.byteLength, head.headers['content-length']]).toEqual([
      200,
      0,
      String(answer.body.byteLength),
    ]);
    expect(head.headers.etag).toBe(etag);
  });

  it.each([
    ['webp', 'image/webp'],
    ['avif', 'image/avif'],
    ['jpg', 'image/jpeg'],
    ['png', 'image/png'],
    ['gif', 'image/gif'],
  ] as const)('makes %s, whatever the browser says that it accepts', async (format, type) => {
    const target = sign.image('uploads/photo.png', format, 32);
    const answers = await Promise.all(
      ['*/*', 'image/avif,image/webp', 'text/html'].map((accept) => ask(target, { headers: { accept } })),
    );
    for (const answer of answers) {
      expect([answer.status, answer.headers['content-type'], answer.headers.etag]).toEqual([
        200,
        type,
        answers[0]?.headers.etag,
      ]);
      expect((await sharp(answer.body).metadata()).width).toBe(32);
    }
  });

  it('keeps the aspect ratio of one side, cuts for both, and never enlarges', async () => {
    const sizeOf = async (width: number | null, height: number | null) => {
      const seen = await sharp((await ask(sign.image('uploads/photo.png', 'png', width, height))).body).metadata();
      return [seen.width, seen.height];
    };
    expect(await sizeOf(40, null)).toEqual([40, 30]);
    expect(await sizeOf(null, 30)).toEqual([40, 30]);
    expect(await sizeOf(30, 30)).toEqual([30, 30]);
    expect(await sizeOf(800, null)).toEqual([400, 300]);
    expect(await sizeOf(0, 0)).toEqual([400, 300]);
    expect(await sizeOf(999_999_999, 999_999_999)).toEqual([300, 300]);
  });

  it('keeps every frame', async () => {
    const { body } = await ask(sign.image('uploads/a+b.gif', 'webp', 20));
    expect(await sharp(body).metadata()).toMatchObject({ format: 'webp', pages: 3 });
  });

  it('takes GET and HEAD alone, and answers a preflight', async () => {
    const target = sign.image('uploads/photo.png', 'webp', 64);
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await ask(target, { method })).status).toBe(405);
    const preflight = await ask(target, { method: 'OPTIONS' });
    expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([204, '*']);
  });
});

describe.each([
  ['original', (key: string) => sign.original(key), 'source'],
  ['thumb', (key: string) => sign.thumb(key), 'media'],
] as const)('/%s', (name, signed, store) => {
  const ofType = async (key: string, bytes: Uint8Array | string) => {
    await put(server[store], key, bytes);
    return (await ask(signed(key))).headers['content-type'];
  };

  it('gives the bytes as they are, whole and in ranges', async () => {
    await put(server[store], 'files/digits.bin', '0123456789');
    const whole = await ask(signed('files/digits.bin'));
    expect([whole.status, whole.body.toString(), whole.headers['accept-ranges']]).toEqual([200, '0123456789', 'bytes']);
    expect(whole.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept',
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
    });
    const range = (value: string, more = {}) => ask(signed('files/digits.bin'), { headers: { range: value, ...more } });
    const part = await range('bytes=2-4');
    expect([part.status, part.body.toString(), part.headers['content-range']]).toEqual([206, '234', 'bytes 2-4/10']);
    expect((await range('bytes=-3')).body.toString()).toBe('789');
    expect((await range('bytes=10-')).status).toBe(416);
    expect((await range('bytes=0-1', { 'if-range': '"other"' })).body.toString()).toBe('0123456789');
    const etag = String(whole.headers.etag);
    expect((await range('bytes=0-1', { 'if-range': etag })).body.toString()).toBe('01');
    expect((await ask(signed('files/digits.bin'), { headers: { 'if-none-match': etag } })).status).toBe(304);
    const head = await ask(signed('files/digits.bin'), { method: 'HEAD' });
    expect([head.status, head.body.byteLength, head.headers['content-length']]).toEqual([200, 0, '10']);
  });

  it('refuses an empty key, a broken one, and what is not there', async () => {
    const bad = '0'.repeat(64);
    expect(await refusal(`/${name}/${bad}/`)).toEqual([400, 'missing key']);
    expect(await refusal(`/${name}/${bad}`)).toEqual([400, 'missing key']);
    expect(await refusal(`/${name}/${bad}/%e0%80`)).toEqual([400, 'invalid key encoding']);
    expect(await refusal(signed('files/nothing'))).toEqual([404, 'not found']);
    expect(await refusal(signed('files'))).toEqual([404, 'not found']);
    expect(await refusal(signed('../secrets.json'))).toEqual([404, 'not found']);
    expect(await refusal(signed('/etc/passwd'))).toEqual([404, 'not found']);
  });

  it('names the type by the extension', async () => {
    expect(await ofType('types/a.MP4', '')).toBe('video/mp4');
    expect(await ofType('types/a.jpeg', 'not at all')).toBe('image/jpeg');
    // A page among the uploads stays one that cannot run anything.
    expect(await ofType('types/a.html', '<script>alert(1)</script>')).toBe('application/octet-stream');
    await put(server[store], 'types/a.svg', '<svg/>');
    const svg = await ask(signed('types/a.svg'));
    expect([svg.headers['content-type'], svg.headers['content-security-policy']]).toEqual([
      'image/svg+xml',
      expect.stringContaining('sandbox'),
    ]);
  });

  it('looks at the bytes of a nameless source alone', async () => {
    const expected = name === 'original' ? 'image/jpeg' : 'application/octet-stream';
    expect(await ofType('types/nameless', await photograph())).toBe(expected);
    expect(await ofType('types/text', 'hello')).toBe('application/octet-stream');
    expect(await ofType('types/empty', '')).toBe('application/octet-stream');
  });

  it('sees an overwritten object after two seconds', async () => {
    await put(server[store], 'files/changing.txt', 'one');
    expect((await ask(signed('files/changing.txt'))).body.toString()).toBe('one');
    await put(server[store], 'files/changing.txt', 'two!');
    await new Promise((resolve) => setTimeout(resolve, 2050));
    expect((await ask(signed('files/changing.txt'))).body.toString()).toBe('two!');
    await server[store].delete('files/changing.txt');
  });
});
