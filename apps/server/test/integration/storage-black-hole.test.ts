import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BlackHole, startBlackHole } from '../fixtures/black-hole.ts';
import { rawRequest } from '../fixtures/raw-request.ts';
import { askJson, outcome, type StorageServer, signedTarget, startStorageServer } from '../fixtures/storage-account.ts';

const CONNECT_MS = 150;
const ATTEMPTS = 2;
const FAILURES_TO_OPEN = 4;
/** All tries and the waits between them, on a busy machine. The other time-outs are many times as long. */
const BOUND_MS = 4000;

let hole: BlackHole;
let storage: StorageServer;
beforeAll(async () => {
  hole = await startBlackHole();
  storage = await startStorageServer({
    STORE_CONNECT_TIMEOUT: `${CONNECT_MS}ms`,
    STORE_ATTEMPTS: String(ATTEMPTS),
    STORE_BREAKER_FAILURES: String(FAILURES_TO_OPEN),
    STORE_BREAKER_PAUSE: '1m',
  });
  const google = { bucket: 'films', accessId: 'GOOG1ETEST', secret: 'of-no-use-to-anybody' };
  const amazon = { bucket: 'films', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'of-no-use-to-anybody' };
  const azure = { account: 'films', container: 'films', accountKey: Buffer.from('of no use').toString('base64') };
  for (const [type, fields] of Object.entries({ s3: amazon, gcs: google, azure })) {
    await storage.make('/v1/storage/providers', { name: `dark-${type}`, type, endpoint: hole.url, ...fields });
  }
  await storage.operate('PATCH', '/v1/storage/accounts/account-a', { providers: kinds.map((type) => `dark-${type}`) });
  await storage.server.source.put('account-a/film.mp4', Buffer.from('a film'));
});
afterAll(async () => {
  await storage.server.stop();
  await hole.stop();
});

const kinds = ['s3', 'gcs', 'azure'];
/** What an account asks of the provider by its own credentials. */
const ask = (method: string, target: string, provider: string) =>
  askJson(storage.server.url, target, {
    method,
    headers: {
      ...storage.credentials,
      'x-kerberos-storage-filename': 'account-a/film.mp4',
      'x-kerberos-storage-provider': provider,
    },
    ...(method === 'POST' ? { body: 'a film' } : {}),
  });
async function circuitOf(provider: string): Promise<string | undefined> {
  const metrics = (await rawRequest(storage.server.url, '/metrics')).body.toString();
  return new RegExp(`^sluice_storage_circuit\\{provider="${provider}"\\} (\\d)$`, 'm').exec(metrics)?.[1];
}

describe.each(kinds)('a store of type %s to which no connection is made', (type) => {
  const provider = `dark-${type}`;

  it('is told of within the bound on connecting, by its name, while others are served', async () => {
    const beganMs = performance.now();
    const away = [
      ask('GET', '/api/storage/blob', provider),
      askJson(storage.server.url, signedTarget({ provider }).target),
    ];
    let isOver = false;
    void Promise.all(away).then(() => {
      isOver = true;
    });
    const served = await rawRequest(storage.server.url, signedTarget().target);
    expect([served.status, served.body.toString(), isOver]).toEqual([200, 'a film', false]);
    for (const answer of await Promise.all(away)) {
      expect(outcome(answer)).toBe('502 storage_unreachable');
      expect(answer.body.message).toContain(provider);
    }
    const elapsedMs = performance.now() - beganMs;
    expect(elapsedMs).toBeGreaterThan(ATTEMPTS * CONNECT_MS);
    expect(elapsedMs).toBeLessThan(BOUND_MS);
  });

  it('is left alone after some more of it, and refused at once from then on', async () => {
    const beganMs = performance.now();
    expect(outcome(await ask('POST', '/api/storage', provider))).toBe('502 storage_unreachable');
    expect(outcome(await ask('DELETE', '/api/storage', provider))).toBe('502 storage_unreachable');
    expect(performance.now() - beganMs).toBeLessThan(BOUND_MS);
    expect(await circuitOf(provider)).toBe('2');
    const refused = await ask('GET', '/api/storage/blob', provider);
    expect(outcome(refused)).toBe('502 storage_unreachable');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  });
});

it('a check of a provider to which no connection is made says so', async () => {
  const fields = { name: 'fresh', type: 'azure', account: 'a', container: 'b', accountKey: 'YWJj', endpoint: hole.url };
  await storage.make('/v1/storage/providers', fields);
  const { body } = await storage.operate('POST', '/v1/storage/providers/fresh/check');
  expect(body).toMatchObject({ ok: false, code: 'unreachable' });
});
