import { createHash, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { connectStore } from '../../src/compose/connect-store.ts';
import type { ObjectStore } from '../../src/ports/object-store.ts';
import { keysOf, objectKeyOf } from '../fixtures/every-object.ts';
import { type Fault, type FaultyProxy, noFault, startFaultyProxy } from '../fixtures/faulty-proxy.ts';
import { prepareFilm } from '../fixtures/prepare-film.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';
import { makeTinyClip } from '../fixtures/tiny-clip.ts';

let proxy: FaultyProxy;
let server: TestServer;
/** The store itself, past the proxy. */
let source: ObjectStore;
let media: ObjectStore;

beforeAll(async () => {
  const { endpoint } = inject('scaledServers');
  proxy = await startFaultyProxy(endpoint);
  server = await startTestServer({
    SOURCE_S3_ENDPOINT: proxy.url,
    MEDIA_S3_ENDPOINT: proxy.url,
    STORE_FIRST_BYTE_TIMEOUT: '300ms',
    STORE_IDLE_TIMEOUT: '300ms',
    STORE_ATTEMPTS: '6',
    STORE_BREAKER_FAILURES: '8',
    STORE_BREAKER_PAUSE: '2s',
  });
  const direct = { ...server.config, SOURCE_S3_ENDPOINT: endpoint, MEDIA_S3_ENDPOINT: endpoint };
  source = await connectStore(direct, 'SOURCE');
  media = await connectStore(direct, 'MEDIA');
});
afterEach(() => proxy.faultWith(() => noFault));
afterAll(async () => {
  await server.stop();
  await proxy.stop();
});

/** The same troubles in each run. */
function pseudoRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A trouble in so many of 100 requests. */
function troubles(percent: number, seed: number, bytes = 200_000): () => Fault {
  const random = pseudoRandom(seed);
  return () => {
    if (random() * 100 >= percent) return noFault;
    const at = Math.floor(random() * bytes);
    const faults: readonly Fault[] = [
      { kind: 'reset' },
      { kind: 'lost-answer' },
      { kind: 'status', status: 503 },
      { kind: 'latency', milliseconds: 50 },
      { kind: 'cut-upload', bytes: at },
      { kind: 'half-body', bytes: at },
      { kind: 'short-body', bytes: at },
      { kind: 'stalled-body', bytes: at },
    ];
    return faults[Math.floor(random() * faults.length)] ?? noFault;
  };
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const apiKey = () => ({ 'x-api-key': server.config.API_KEY });
async function circuit(): Promise<number> {
  const metrics = (await rawRequest(server.url, '/metrics')).body.toString();
  return Number(/^sluice_storage_circuit\{provider="source"\} (\d)$/m.exec(metrics)?.[1]);
}

describe('a store that troubles a quarter of all requests', () => {
  it('lets a job publish a film, of which every byte is delivered', async () => {
    const trouble = troubles(25, 1);
    // An upload that fails is told to whoever sends it; here it is about the job.
    proxy.faultWith((_method, target) => (target.includes('/uploads/film.mp4?x-id=Put') ? noFault : trouble()));
    const clip = await makeTinyClip(2);
    const film = await prepareFilm(server, { id: 'film', clip, access: 'public', isEncrypted: false });
    expect(film.status).toBe('completed');
    const stored = await keysOf(media, objectKeyOf('film', ''));
    expect(stored.length).toBeGreaterThan(8);
    for (const key of stored) {
      const path = key.slice(objectKeyOf('film', '').length);
      if (path.endsWith('.gif')) continue;
      const answer = await rawRequest(server.url, `/stream/film/${path}`);
      expect([path, answer.status]).toEqual([path, 200]);
      if (!path.endsWith('.m3u8')) expect(sha256(answer.body)).toBe(sha256((await media.readBytes(key)).bytes));
    }
  });

  it('takes an upload as a whole or refuses it', async () => {
    proxy.faultWith(troubles(25, 2));
    let taken = 0;
    for (let index = 0; index < 20; index++) {
      const bytes = randomBytes(150_000);
      const answer = await rawRequest(server.url, `/v1/source/up/${index}`, {
        method: 'PUT',
        headers: { ...apiKey(), 'content-length': String(bytes.byteLength) },
        body: bytes,
      });
      const kept = await source.readBytes(`up/${index}`).catch(() => null);
      if (answer.status === 201) {
        taken += 1;
        expect(sha256(kept?.bytes ?? Buffer.alloc(0))).toBe(sha256(bytes));
      } else {
        expect(answer.status).toBe(503);
        if (kept !== null) expect(kept.bytes.byteLength).toBe(bytes.byteLength);
      }
    }
    expect(taken).toBeGreaterThan(15);
  });
});

describe('a store that answers no more', () => {
  it.each<[string, Fault]>([
    ['is silent', { kind: 'silence' }],
    ['resets every connection', { kind: 'reset' }],
    ['answers 503', { kind: 'status', status: 503 }],
  ])('%s: told in bounded time, the provider named, and used again when it is back', async (_how, fault) => {
    await source.put('kept', Buffer.from('kept'));
    proxy.faultWith(() => fault);
    const first = await rawRequest(server.url, '/v1/source/kept', { headers: apiKey() });
    expect([first.status, JSON.parse(first.body.toString())]).toEqual([
      503,
      expect.objectContaining({ code: 'storage/unavailable', detail: expect.stringContaining('provider source') }),
    ]);
    const upload = await rawRequest(server.url, '/v1/source/new', { method: 'PUT', headers: apiKey(), body: 'new' });
    expect(upload.status).toBe(503);
    await rawRequest(server.url, '/v1/source/kept', { headers: apiKey() });
    expect(await circuit()).toBe(2);
    const requests = proxy.countRequests();
    const refused = await rawRequest(server.url, '/v1/source/kept', { headers: apiKey() });
    expect([refused.status, proxy.countRequests() - requests]).toEqual([503, 0]);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);

    proxy.faultWith(() => noFault);
    await expect
      .poll(async () => (await rawRequest(server.url, '/v1/source/kept', { headers: apiKey() })).status, {
        timeout: 5000,
      })
      .toBe(200);
    expect(await circuit()).toBe(0);
    expect(await source.head('new')).toBeNull();
  });
});

describe('a resumable upload whose last byte meets a store that is away', () => {
  it('waits whole in the spool, and is stored once somebody asks after it', async () => {
    const operator = { ...apiKey(), 'content-type': 'application/json' };
    const secrets = { accessKey: 'AccessKeyOfTheFirst', secretAccessKey: 'secret-of-thirty-two-bytes-or-more' };
    const account = { name: 'account-a', provider: 'source', directory: 'account-a', ...secrets };
    const ask = (method: string, target: string, headers: Record<string, string>, body?: string | Uint8Array) =>
      rawRequest(server.url, target, { method, headers, ...(body === undefined ? {} : { body }) });
    expect((await ask('POST', '/v1/storage/accounts', operator, JSON.stringify(account))).status).toBe(201);
    const headers = {
      'x-kerberos-storage-accesskey': secrets.accessKey,
      'x-kerberos-storage-secretaccesskey': secrets.secretAccessKey,
      'x-kerberos-storage-filename': 'account-a/late.mp4',
      'tus-resumable': '1.0.0',
    };
    const bytes = randomBytes(100_000);
    const begun = await ask('POST', '/v1/storage/uploads', { ...headers, 'upload-length': String(bytes.byteLength) });
    const target = begun.headers.location ?? '';
    proxy.faultWith(() => ({ kind: 'reset' }));
    const chunk = { ...headers, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
    const last = await ask('PATCH', target, chunk, bytes);
    expect([last.status, JSON.parse(last.body.toString())]).toEqual([
      502,
      expect.objectContaining({ entityStatusCode: 'storage_unreachable', message: expect.stringContaining('source') }),
    ]);
    expect((await ask('HEAD', target, headers)).status).toBe(423);
    proxy.faultWith(() => noFault);
    await expect.poll(async () => (await ask('HEAD', target, headers)).status).toBe(200);
    expect(sha256((await source.readBytes('account-a/late.mp4')).bytes)).toBe(sha256(bytes));
  });
});
