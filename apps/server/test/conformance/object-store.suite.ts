import { createHash, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { ObjectInfo, ObjectStore } from '../../src/ports/object-store.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const asText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function* chunksOf(bytes: Uint8Array, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += chunkBytes) yield bytes.subarray(offset, offset + chunkBytes);
}

async function* failingAfter(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
  throw new Error('the client went away');
}

/** Bytes that differ everywhere, so that a lost or doubled chunk shows. */
function pattern(length: number): Uint8Array {
  const words = new Uint32Array(Math.ceil(length / 4));
  for (let index = 0; index < words.length; index++) words[index] = Math.imul(index, 2654435761);
  return new Uint8Array(words.buffer, 0, length);
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function listKeys(store: ObjectStore, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(key);
  return keys;
}

/** A `PUT` as a client of ours makes it. */
async function putByUrl(store: ObjectStore, url: string, body: string): Promise<void> {
  const answer = await fetch(url, { method: 'PUT', body, headers: store.capabilities.presignedPutHeaders ?? {} });
  expect(answer.ok, `${answer.status} ${await answer.text()}`).toBe(true);
}

/** A store says no in its own way, but it says it, and gives nothing away. */
async function expectRefusal(url: string | URL, secret: string, init: RequestInit = {}): Promise<void> {
  const answer = await fetch(url, init);
  expect([400, 401, 403, 404, 409]).toContain(answer.status);
  expect(await answer.text()).not.toContain(secret);
}

/** What every {@link ObjectStore} does. `open` gives a store that is ready; what was in it before does not matter. */
export function objectStoreSuite(
  open: () => Promise<ObjectStore>,
  { takesBackslash = true }: { readonly takesBackslash?: boolean } = {},
): void {
  let store: ObjectStore;
  /** A place of its own for every test. */
  const place = (): string => `suite/${randomUUID()}`;
  const put = (key: string, value: string): Promise<ObjectInfo> => store.put(key, text(value));
  const read = async (key: string): Promise<string> => asText((await store.readBytes(key)).bytes);

  beforeAll(async () => {
    store = await open();
  });

  test('answers a check', async () => {
    await store.check();
  });

  describe('put', () => {
    test('keeps the bytes and tells what it keeps', async () => {
      const key = `${place()}/film.mp4`;
      const info = await store.put(key, text('hello'), { contentType: 'video/mp4' });
      expect(info).toMatchObject({ key, size: 5 });
      expect(await store.head(key)).toEqual(
        expect.objectContaining({ key, size: 5, contentType: 'video/mp4', etag: info.etag }),
      );
      expect(info.etag).not.toContain('"');
      expect(Math.abs(Date.now() - info.lastModified.getTime())).toBeLessThan(60_000);
    });

    test('takes an empty body', async () => {
      const key = `${place()}/empty`;
      expect(await store.put(key, new Uint8Array(0))).toMatchObject({ size: 0 });
      expect((await store.readBytes(key)).bytes).toHaveLength(0);
      expect(await readAll((await store.readStream(key)).body)).toHaveLength(0);
    });

    test('takes a long stream of unknown length', async () => {
      const key = `${place()}/long.bin`;
      const bytes = pattern(13 * 1024 * 1024 + 7);
      expect(await store.put(key, chunksOf(bytes, 700_001))).toMatchObject({ key, size: bytes.length });
      expect(sha256(await readAll((await store.readStream(key)).body))).toBe(sha256(bytes));
    });

    test('replaces an object whole, and its etag changes', async () => {
      const key = `${place()}/a`;
      const first = await put(key, 'one');
      const second = await put(key, 'two');
      expect(second.etag).not.toBe(first.etag);
      expect(await read(key)).toBe('two');
    });

    test('refuses a taken key when asked to, and only then', async () => {
      const key = `${place()}/once`;
      await store.put(key, text('first'), { ifAbsent: true });
      await expect(store.put(key, text('second'), { ifAbsent: true })).rejects.toMatchObject({
        code: 'storage/object-exists',
      });
      expect(await read(key)).toBe('first');
    });

    test('lets exactly one of many writers create a key', async () => {
      const key = `${place()}/race`;
      const tries = Array.from({ length: 6 }, (_, index) =>
        store.put(key, text(`writer ${index}`), { ifAbsent: true }),
      );
      const won = (await Promise.allSettled(tries)).flatMap((result, index) =>
        result.status === 'fulfilled' ? [index] : [],
      );
      expect(won).toHaveLength(1);
      expect(await read(key)).toBe(`writer ${won[0]}`);
    });

    test('keeps nothing of a body that is too large', async () => {
      const folder = place();
      const limit = { maxBytes: 10 };
      expect(await store.put(`${folder}/fits`, text('0123456789'), limit)).toMatchObject({ size: 10 });
      const tooLarge = { code: 'storage/object-too-large' };
      await expect(store.put(`${folder}/bytes`, text('0123456789x'), limit)).rejects.toMatchObject(tooLarge);
      await expect(store.put(`${folder}/stream`, chunksOf(pattern(30), 4), limit)).rejects.toMatchObject(tooLarge);
      const long = chunksOf(pattern(12_000_000), 500_000);
      await expect(store.put(`${folder}/long`, long, { maxBytes: 11_000_000 })).rejects.toMatchObject(tooLarge);
      expect(await listKeys(store, folder)).toEqual([`${folder}/fits`]);
    });

    test('leaves the old object when the body fails', async () => {
      const key = `${place()}/a`;
      await put(key, 'old');
      await expect(store.put(key, failingAfter(text('new')))).rejects.toThrow('the client went away');
      await expect(store.put(key, failingAfter(pattern(9_000_000)))).rejects.toThrow('the client went away');
      expect(await read(key)).toBe('old');
    });

    test('leaves the old object when it is aborted', async () => {
      const key = `${place()}/a`;
      await put(key, 'old');
      const controller = new AbortController();
      async function* stuck(): AsyncGenerator<Uint8Array> {
        yield text('ne');
        controller.abort(new Error('no longer wanted'));
        await new Promise(() => undefined);
      }
      await expect(store.put(key, stuck(), { signal: controller.signal })).rejects.toThrow('no longer wanted');
      expect(await read(key)).toBe('old');
    });
  });

  test('a put that is aborted between its parts leaves nothing', async () => {
    const folder = place();
    const controller = new AbortController();
    async function* leaving(): AsyncGenerator<Uint8Array> {
      yield* chunksOf(pattern(12_000_000), 1_000_000);
      controller.abort(new Error('no longer wanted'));
      await new Promise(() => undefined);
    }
    const aborted = store.put(`${folder}/new`, leaving(), { signal: controller.signal });
    await expect(aborted).rejects.toThrow('no longer wanted');
    expect(await store.head(`${folder}/new`)).toBeNull();
    expect(await listKeys(store, folder)).toEqual([]);
  });

  describe('reading', () => {
    const bytes = pattern(100_000);
    let key: string;
    beforeAll(async () => {
      key = `${place()}/bytes`;
      await store.put(key, bytes);
    });

    test.each([
      ['the middle', 1000, 1999],
      ['the first byte', 0, 0],
      ['the end, cut to the size', 99_990, 1_000_000],
    ])('gives %s', async (_, first, last) => {
      const expected = Buffer.from(bytes.subarray(first, last + 1));
      const whole = await store.readBytes(key, { first, last });
      expect(Buffer.from(whole.bytes).equals(expected)).toBe(true);
      expect(whole.info).toMatchObject({ key, size: 100_000 });
      const streamed = await store.readStream(key, { first, last });
      expect((await readAll(streamed.body)).equals(expected)).toBe(true);
      expect(streamed.info).toMatchObject({ key, size: 100_000 });
    });

    test('gives a suffix that the caller counted from the size', async () => {
      const size = (await store.head(key))?.size ?? 0;
      const { bytes: suffix } = await store.readBytes(key, { first: size - 5, last: size - 1 });
      expect([...suffix]).toEqual([...bytes.subarray(-5)]);
    });

    test('refuses a range behind the end', async () => {
      const behind = { first: 100_000, last: 100_001 };
      const refused = { code: 'storage/range-not-satisfiable', status: 416, details: { size: 100_000 } };
      await expect(store.readBytes(key, behind)).rejects.toMatchObject(refused);
      await expect(store.readStream(key, behind)).rejects.toMatchObject(refused);
    });

    test('agrees with head on the etag', async () => {
      const { etag } = (await store.head(key)) ?? { etag: '' };
      expect((await store.readBytes(key)).info.etag).toBe(etag);
      const { info, body } = await store.readStream(key, { first: 0, last: 9 });
      body.destroy();
      expect(info.etag).toBe(etag);
    });

    test('tells a missing object', async () => {
      const missing = { code: 'storage/object-missing', status: 404 };
      for (const absent of [`${key}-not`, `${key}/below`]) {
        await expect(store.readBytes(absent)).rejects.toMatchObject(missing);
        await expect(store.readStream(absent)).rejects.toMatchObject(missing);
        await expect(store.copy(absent, `${key}-copy`)).rejects.toMatchObject(missing);
        expect(await store.head(absent)).toBeNull();
      }
    });
  });

  describe('list', () => {
    test('gives what starts with the prefix, in byte order of the whole key', async () => {
      const folder = place();
      const names = ['a!', 'a-b', 'a/1', 'a/10', 'a/2', 'a0', 'b/c/d', 'z', 'é', '\uff5e', '😀'];
      for (const name of [...names].reverse()) await put(`${folder}/${name}`, name);
      expect(await listKeys(store, `${folder}/`)).toEqual(names.map((name) => `${folder}/${name}`));
      expect(await listKeys(store, `${folder}/a`)).toHaveLength(6);
      expect(await listKeys(store, `${folder}/a/1`)).toEqual([`${folder}/a/1`, `${folder}/a/10`]);
      expect(await listKeys(store, `${folder}/b`)).toEqual([`${folder}/b/c/d`]);
      expect(await listKeys(store, `${folder}/nothing`)).toEqual([]);
    });

    test('describes each object as head does', async () => {
      const folder = place();
      await put(`${folder}/one`, 'x');
      const listed: ObjectInfo[] = [];
      for await (const info of store.list(folder)) listed.push(info);
      const head = await store.head(`${folder}/one`);
      expect(listed).toEqual([expect.objectContaining({ key: head?.key, size: 1, etag: head?.etag })]);
    });

    test('can be left early', async () => {
      const folder = place();
      await put(`${folder}/1`, 'x');
      await put(`${folder}/2`, 'x');
      for await (const { key } of store.list(folder)) {
        expect(key).toBe(`${folder}/1`);
        break;
      }
    });
  });

  describe('delete', () => {
    test('removes one object and nothing beside it', async () => {
      const folder = place();
      await put(`${folder}/deep/er/a`, 'x');
      await put(`${folder}/deep/b`, 'y');
      await store.delete(`${folder}/deep/er/a`);
      expect(await store.head(`${folder}/deep/er/a`)).toBeNull();
      expect(await listKeys(store, folder)).toEqual([`${folder}/deep/b`]);
    });

    test('of a missing object is no error', async () => {
      await store.delete(`${place()}/not/there`);
    });
  });

  describe('copy', () => {
    test('makes an object of its own', async () => {
      const folder = place();
      await store.put(`${folder}/from.mp4`, text('first'), { contentType: 'video/mp4' });
      await store.copy(`${folder}/from.mp4`, `${folder}/deep/to.mp4`);
      await put(`${folder}/from.mp4`, 'second');
      expect(await read(`${folder}/deep/to.mp4`)).toBe('first');
      await store.delete(`${folder}/from.mp4`);
      expect(await store.head(`${folder}/deep/to.mp4`)).toMatchObject({ size: 5, contentType: 'video/mp4' });
    });

    test('replaces what is there', async () => {
      const folder = place();
      await put(`${folder}/from`, 'new');
      await put(`${folder}/to`, 'old');
      await store.copy(`${folder}/from`, `${folder}/to`);
      expect(await read(`${folder}/to`)).toBe('new');
    });

    test('onto itself changes nothing', async () => {
      const key = `${place()}/self`;
      await put(key, 'same');
      await store.copy(key, key);
      expect(await read(key)).toBe('same');
    });
  });

  describe('keys', () => {
    const STRANGE = [
      'with space/and+plus&amp=eq?query#hash%20%2F.mp4',
      'ünïcødé/🎬/映画.mp4',
      "it's (1) [x] !*~@$,;:'.mp4",
      'quote"<tag>|pipe^`{}.mp4',
      ...(takesBackslash ? ['back\\slash.mp4'] : []),
      '...dots../.hidden/a..b',
      `${'n'.repeat(200)}/${'m'.repeat(200)}`,
    ];

    test('are taken up to a thousand bytes', async () => {
      const folders = `${place()}/${`${'é'.repeat(120)}/`.repeat(4)}`;
      const fits = `${folders}${'🎬'.repeat(Math.floor((1024 - Buffer.byteLength(folders)) / 4))}`;
      await put(fits, 'long');
      expect(await read(fits)).toBe('long');
      if (store.presignGet) expect(await (await fetch(await store.presignGet(fits, 60))).text()).toBe('long');
    });

    test.each(STRANGE)('%s is a key like any other', async (name) => {
      const key = `${place()}/${name}`;
      expect(await put(key, name)).toMatchObject({ key });
      expect(await read(key)).toBe(name);
      expect(await listKeys(store, key)).toEqual([key]);
      if (store.presignGet) expect(await (await fetch(await store.presignGet(key, 60))).text()).toBe(name);
      if (store.presignPut) await putByUrl(store, await store.presignPut(key, 60), name);
      await store.copy(key, `${key}-copy`);
      expect(await read(`${key}-copy`)).toBe(name);
      await store.delete(key);
      expect(await store.head(key)).toBeNull();
    });

    const INVALID = [
      '',
      '/a',
      'a/',
      'a//b',
      '.',
      '..',
      'a/../b',
      'a/./b',
      '../a',
      'a\u0000b',
      'a\nb',
      'a\u007f',
      '\ud800',
      'x'.repeat(1025),
      ...(takesBackslash ? [] : ['back\\slash.mp4']),
    ];

    test.each(INVALID.map((key) => [key]))('%j is refused everywhere', async (key) => {
      const refused = { code: 'storage/invalid-key', status: 400 };
      await expect(put(key, 'x')).rejects.toMatchObject(refused);
      await expect(store.head(key)).rejects.toMatchObject(refused);
      await expect(store.readBytes(key)).rejects.toMatchObject(refused);
      await expect(store.readStream(key)).rejects.toMatchObject(refused);
      await expect(store.delete(key)).rejects.toMatchObject(refused);
      await expect(store.copy(key, 'to')).rejects.toMatchObject(refused);
      await expect(store.copy('from', key)).rejects.toMatchObject(refused);
      if (store.localPath) await expect(store.localPath(key)).rejects.toMatchObject(refused);
      if (store.presignGet) await expect(store.presignGet(key, 60)).rejects.toMatchObject(refused);
      if (store.presignPut) await expect(store.presignPut(key, 60)).rejects.toMatchObject(refused);
    });
  });

  describe('presigned URLs', () => {
    test('exist exactly where the store declares them', () => {
      const expected = store.capabilities.presign ? 'function' : 'undefined';
      expect([typeof store.presignGet, typeof store.presignPut]).toEqual([expected, expected]);
    });

    test('read and write one object, ranges included', async () => {
      if (!store.presignGet || !store.presignPut) return expect(store.capabilities.presign).toBe(false);
      const key = `${place()}/gäste film+1.mp4`;
      await putByUrl(store, await store.presignPut(key, 60), 'uploaded');
      expect(await read(key)).toBe('uploaded');

      const getUrl = await store.presignGet(key, 60);
      expect(await (await fetch(getUrl)).text()).toBe('uploaded');
      const part = await fetch(getUrl, { headers: { range: 'bytes=2-4' } });
      expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/8', 'loa']);
    });

    test('open nothing but what was signed', async () => {
      if (!store.presignGet || !store.presignPut) return expect(store.capabilities.presign).toBe(false);
      const folder = place();
      const key = `${folder}/film.mp4`;
      await put(key, 'a secret');
      await put(`${folder}/other.mp4`, 'a secret');
      const url = await store.presignGet(key, 60);
      const headers = store.capabilities.presignedPutHeaders ?? {};
      await expectRefusal(url.replace('/film.mp4', '/other.mp4'), 'a secret');
      await expectRefusal(url.replace(/\?.*/, ''), 'a secret');
      await expectRefusal(url, 'a secret', { method: 'PUT', body: 'x', headers });
      await expectRefusal(await store.presignPut(key, 60), 'a secret');
      for (const name of [
        'X-Amz-Signature',
        'X-Goog-Signature',
        'X-Amz-Expires',
        'X-Goog-Expires',
        'sig',
        'se',
        'sp',
      ]) {
        const changed = new URL(url);
        const value = changed.searchParams.get(name);
        if (value === null) continue;
        changed.searchParams.set(name, value.startsWith('2') ? `3${value.slice(1)}` : `2${value.slice(1)}`);
        await expectRefusal(changed, 'a secret');
      }
      expect(await read(key)).toBe('a secret');
    });

    test('end', async () => {
      if (!store.presignGet || !store.presignPut) return expect(store.capabilities.presign).toBe(false);
      const key = `${place()}/film.mp4`;
      await put(key, 'a secret');
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 61_000 });
      const [getUrl, putUrl] = [await store.presignGet(key, 60), await store.presignPut(key, 60)];
      vi.useRealTimers();
      await expectRefusal(getUrl, 'a secret');
      await expectRefusal(putUrl, 'a secret', {
        method: 'PUT',
        body: 'x',
        headers: store.capabilities.presignedPutHeaders ?? {},
      });
      expect(await read(key)).toBe('a secret');
    });

    test('say how the answer is to be taken', async () => {
      if (!store.presignGet) return expect(store.capabilities.presign).toBe(false);
      const key = `${place()}/film.bin`;
      await put(key, 'x');
      const answer = { contentDisposition: `attachment; filename*=UTF-8''caf%C3%A9.mp4`, contentType: 'video/mp4' };
      const { headers, status } = await fetch(await store.presignGet(key, 60, answer));
      expect(status).toBe(200);
      expect(headers.get('content-disposition')).toBe(answer.contentDisposition);
      expect(headers.get('content-type')).toBe('video/mp4');
    });

    test.each([0, 0.5, -1, Number.NaN, Number.POSITIVE_INFINITY])('are not made for %d seconds', async (seconds) => {
      if (!store.presignGet || !store.presignPut) return expect(store.capabilities.presign).toBe(false);
      await expect(store.presignGet('a', seconds)).rejects.toThrow(RangeError);
      await expect(store.presignPut('a', seconds)).rejects.toThrow(RangeError);
    });
  });

  describe('local paths', () => {
    test('exist exactly where the store declares them', async () => {
      expect(typeof store.localPath).toBe(store.capabilities.localFiles ? 'function' : 'undefined');
      if (!store.localPath) return;
      const key = `${place()}/film.mp4`;
      await put(key, 'x');
      expect(await store.localPath(key)).toMatch(/^\/.*\/film\.mp4$/);
      await expect(store.localPath(`${key}-not`)).rejects.toMatchObject({ code: 'storage/object-missing' });
    });
  });
}
