import { MacKey, type ObjectUrlOrder, signObjectUse } from '@sluice/access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../src/adapters/crypto/node.ts';
import { type RawRequest, rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';

const MAX = 1000;
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ MODE: 'api,edge', MAX_FILE_SIZE: String(MAX), LARGE_FILE_THRESHOLD: String(MAX) });
});
afterAll(() => server.stop());

const inAnHour = (): number => Math.floor(Date.now() / 1000) + 3600;

function signed(order: Partial<ObjectUrlOrder> & Pick<ObjectUrlOrder, 'key'>): string {
  const secret = MacKey.fromText(server.config.OBJECT_URL_SECRET);
  const whole = { use: 'read', store: 'source', expiresAtSeconds: inAnHour(), ...order } as const;
  return signObjectUse(nodeCrypto(), secret, whole);
}
const ask = (target: string, request?: RawRequest) => rawRequest(server.url, target, request);
const put = (target: string, body: string | Uint8Array) => ask(target, { method: 'PUT', body });
const codeOf = (body: Buffer): string => JSON.parse(body.toString()).code;

describe('a URL to read one object', () => {
  it('gives it whole, in ranges and under conditions, of either store', async () => {
    for (const store of ['source', 'media'] as const) {
      await server[store].put('a/digits 你.mp4', Buffer.from('0123456789'));
      const target = signed({ store, key: 'a/digits 你.mp4' });
      const whole = await ask(target);
      expect([whole.status, whole.body.toString()]).toEqual([200, '0123456789']);
      expect(whole.headers).toMatchObject({
        'cache-control': 'private',
        'x-content-type-options': 'nosniff',
        'content-type': 'video/mp4',
        'accept-ranges': 'bytes',
        'access-control-allow-origin': '*',
      });
      expect(whole.headers['content-disposition']).toBeUndefined();
      const part = await ask(target, { headers: { range: 'bytes=2-4' } });
      expect([part.status, part.body.toString()]).toEqual([206, '234']);
      expect((await ask(target, { headers: { range: 'bytes=10-' } })).status).toBe(416);
      const etag = String(whole.headers.etag);
      expect((await ask(target, { headers: { 'if-none-match': etag } })).status).toBe(304);
      const head = await ask(target, { method: 'HEAD' });
      expect([head.status, head.body.byteLength, head.headers['content-length']]).toEqual([200, 0, '10']);
    }
  });

  it.each(['page.html', 'drawing.svg', 'data.xml', 'none'])('has a browser save %s', async (key) => {
    await server.source.put(key, Buffer.from('<script>alert(1)</script>'));
    const { headers } = await ask(signed({ key }));
    expect(headers['content-disposition']).toBe('attachment');
    expect(headers['content-security-policy']).toContain('sandbox');
  });

  it('tells of what is not there only to who may have it', async () => {
    const target = signed({ key: 'nothing' });
    const answer = await ask(target);
    expect([answer.status, codeOf(answer.body)]).toEqual([404, 'storage/object-missing']);
    expect((await ask(target.replace('nothing', 'other'))).status).toBe(403);
    expect((await ask('/v1/objects/source/nothing')).status).toBe(403);
  });

  it('ends', async () => {
    const answer = await ask(signed({ key: 'a', expiresAtSeconds: Math.floor(Date.now() / 1000) }));
    expect([answer.status, JSON.parse(answer.body.toString())]).toMatchObject([403, { detail: 'the URL has expired' }]);
  });

  it.each(['../secrets.json', 'a/../../secrets.json', 'a//b'])('never leaves its store: %s', async (key) => {
    expect(await ask(signed({ key }))).toMatchObject({ status: 400 });
  });
});

describe('a URL to store one object', () => {
  it('creates once', async () => {
    const target = signed({ use: 'create', key: 'new/one.mp4' });
    const answer = await put(target, 'one');
    expect([answer.status, JSON.parse(answer.body.toString())]).toMatchObject([200, { key: 'new/one.mp4', size: 3 }]);
    const again = await put(target, 'two');
    expect([again.status, codeOf(again.body)]).toEqual([409, 'storage/object-exists']);
    expect((await server.source.readBytes('new/one.mp4')).bytes.toString()).toBe('one');
  });

  it('replaces, and what it stored is seen at once', async () => {
    const key = 'new/two.mp4';
    expect((await ask(signed({ key }))).status).toBe(404);
    for (const text of ['one', 'another']) {
      expect((await put(signed({ use: 'replace', key }), text)).status).toBe(200);
      expect((await ask(signed({ key }))).body.toString()).toBe(text);
    }
  });

  it('takes nothing above the limit, and keeps nothing of it', async () => {
    const target = signed({ use: 'create', key: 'new/large.mp4' });
    const answer = await put(target, Buffer.alloc(MAX + 1)).catch(() => null);
    if (answer !== null) expect([answer.status, codeOf(answer.body)]).toEqual([413, 'storage/object-too-large']);
    expect(await server.source.head('new/large.mp4')).toBeNull();
  });

  it('stores no media, whoever signed it', async () => {
    const answer = await put(signed({ use: 'replace', store: 'media', key: 'videos/a' }), 'x');
    expect([answer.status, await server.media.head('videos/a')]).toEqual([403, null]);
  });

  it('is not one to read, nor the other way round', async () => {
    await server.source.put('here', Buffer.from('x'));
    expect((await ask(signed({ use: 'replace', key: 'here' }))).status).toBe(403);
    expect((await put(signed({ key: 'here' }), 'y')).status).toBe(403);
  });

  it('may be used by a page of any origin', async () => {
    const preflight = await ask(signed({ use: 'create', key: 'a' }), { method: 'OPTIONS' });
    expect(preflight.headers['access-control-allow-methods']).toContain('PUT');
  });
});
