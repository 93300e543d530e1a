import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ContainerClient, ContainerSASPermissions, StorageSharedKeyCredential } from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AzureObjectStoreOptions,
  createAzureObjectStore,
} from '../../src/adapters/object-store/azure/create-azure-object-store.ts';
import { resilientObjectStore } from '../../src/adapters/object-store/resilient/resilient-object-store.ts';
import type { ObjectStore } from '../../src/ports/object-store.ts';
import { type Fault, type FaultyProxy, noFault, startFaultyProxy } from '../fixtures/faulty-proxy.ts';
import { type Azurite, startAzurite } from '../fixtures/start-azurite.ts';
import { objectStoreSuite } from './object-store.suite.ts';

const MIB = 1024 * 1024;
let azurite: Azurite;
let options: AzureObjectStoreOptions & { readonly credentials: { readonly accountKey: string } };
let container: ContainerClient;

beforeAll(async () => {
  azurite = await startAzurite();
  const { endpoint, account, accountKey } = azurite;
  options = { name: 'media', endpoint, account, credentials: { accountKey }, container: 'films' };
  container = new ContainerClient(`${endpoint}/films`, new StorageSharedKeyCredential(account, accountKey));
  await container.create();
});
afterAll(() => azurite.stop());

describe('the azure store', () => {
  // Small blocks and pages, so that the suite crosses their borders.
  objectStoreSuite(async () => createAzureObjectStore({ ...options, partBytes: MIB, pageKeys: 3 }), {
    takesBackslash: false,
  });
});

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

describe('a container as a store', () => {
  test('works with a shared access signature alone, and then signs nothing', async () => {
    const sas = new URL(
      await container.generateSasUrl({
        permissions: ContainerSASPermissions.parse('rcwdl'),
        expiresOn: new Date(Date.now() + 60_000),
      }),
    ).search.slice(1);
    const store = createAzureObjectStore({ ...options, credentials: { sasToken: sas } });
    expect([store.capabilities.presign, store.presignGet, store.presignPut]).toEqual([false, undefined, undefined]);
    const key = `sas/${randomUUID()} é.mp4`;
    await store.put(key, text('x'));
    await store.copy(key, `${key}-copy`);
    expect((await store.readBytes(`${key}-copy`)).info).toMatchObject({ size: 1 });
    await store.delete(key);
    expect(await store.head(key)).toBeNull();
    await expect(store.readBytes(key)).rejects.toMatchObject({ code: 'storage/object-missing' });
  });

  test('signs URLs for the name that clients know it by, for HTTPS alone where that is HTTPS', async () => {
    const store = createAzureObjectStore({ ...options, publicEndpoint: 'https://media.example.org/' });
    const url = new URL((await store.presignGet?.('a b.mp4', 60)) ?? '');
    expect(`${url.origin}${url.pathname}`).toBe('https://media.example.org/films/a%20b.mp4');
    expect(url.searchParams.get('spr')).toBe('https');
  });

  test('leaves out of its list what others named as no store of ours would', async () => {
    const folder = randomUUID();
    for (const name of [`${folder}/`, `${folder}/a`, `${folder}//b`]) {
      await container.getBlockBlobClient(name).upload('x', 1);
    }
    const keys: string[] = [];
    for await (const { key } of createAzureObjectStore(options).list(`${folder}/`)) keys.push(key);
    expect(keys).toEqual([`${folder}/a`]);
  });
});

describe('a store that cannot be used', () => {
  const unavailable = (message: RegExp) => ({ code: 'storage/unavailable', message: expect.stringMatching(message) });

  test('says that there is no such container', async () => {
    const store = createAzureObjectStore({ ...options, container: 'nowhere' });
    await expect(store.check()).rejects.toMatchObject(unavailable(/no bucket “nowhere” at 127\.0\.0\.1:\d+/));
    await expect(store.put('a', text('x'))).rejects.toMatchObject(unavailable(/no bucket/));
    await expect(store.readBytes('a')).rejects.toMatchObject(unavailable(/no bucket/));
  });

  test('says that our credentials are refused, and keeps them to itself', async () => {
    const accountKey = Buffer.from('wrong-but-still-a-secret').toString('base64');
    const store = createAzureObjectStore({ ...options, credentials: { accountKey } });
    const works = [
      () => store.check(),
      () => store.head('a'),
      () => store.readBytes('a'),
      () => store.put('a', text('x')),
    ];
    for (const work of works) {
      const error = await (work() as Promise<unknown>).then(
        () => expect.unreachable(),
        (refusal: Error) => refusal,
      );
      expect(error).toMatchObject(unavailable(/refuses our credentials/));
      const told = `${error.message} ${error.stack} ${String(error.cause)} ${JSON.stringify(error)}`;
      expect(told).not.toContain(accountKey);
      expect(told).not.toContain('sig=');
    }
  });

  test('says that nobody answers, or falls silent', async () => {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const silent = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a`;
    for (const endpoint of ['http://127.0.0.1:9/a', silent]) {
      const store = createAzureObjectStore({ ...options, endpoint, timeoutMs: 200 });
      await expect(store.check()).rejects.toMatchObject(unavailable(/127\.0\.0\.1:\d+ does not answer/));
      await expect(store.readBytes('a')).rejects.toMatchObject(unavailable(/does not answer/));
    }
    server.closeAllConnections();
    server.close();
  });
});

describe('a container that fails', () => {
  let proxy: FaultyProxy;
  beforeAll(async () => {
    proxy = await startFaultyProxy(azurite.endpoint);
  });
  afterAll(() => proxy.stop());

  const ATTEMPTS = 2;
  const open = () => {
    const endpoint = `${proxy.url}${new URL(azurite.endpoint).pathname}`;
    const store = createAzureObjectStore({ ...options, endpoint, partAttempts: ATTEMPTS, partBytes: MIB });
    const retry = { attempts: ATTEMPTS, baseMs: 1, mostMs: 1, wholeMs: 5000 };
    const breaker = { failures: 0, windowMs: 1000, pauseMs: 1000 };
    return resilientObjectStore(store, { retry, breaker, firstByteMs: 2000, idleMs: 2000 }, () => undefined);
  };
  /** Requests for which the work failed. */
  async function requestsOf(work: () => Promise<unknown>, fault: Fault, isHurt: RegExp = /./): Promise<number> {
    let hurt = 0;
    proxy.faultWith((method, target) => {
      if (!isHurt.test(`${method} ${target}`)) return noFault;
      hurt += 1;
      return fault;
    });
    await expect(work()).rejects.toMatchObject({ code: 'storage/unavailable' });
    return hurt;
  }

  async function listed(store: ObjectStore): Promise<void> {
    for await (const _object of store.list('a')) break;
  }

  test.each<[string, Fault]>([
    ['answers 503', { kind: 'status', status: 503 }],
    ['resets every connection', { kind: 'reset' }],
  ])('and %s is asked as often as the policy says, not by the SDK as well', async (_how, fault) => {
    const store = open();
    const counts = [
      await requestsOf(() => store.head('a'), fault),
      await requestsOf(() => store.readBytes('a'), fault),
      await requestsOf(() => store.put('a', text('x')), fault),
      await requestsOf(() => store.delete('a'), fault),
      await requestsOf(() => store.copy('a', 'b'), fault),
      await requestsOf(() => listed(store), fault),
      await requestsOf(() => store.check(), fault),
    ];
    expect(counts).toEqual([ATTEMPTS, ATTEMPTS, ATTEMPTS, ATTEMPTS, ATTEMPTS, ATTEMPTS, 1]);
  });

  test('is asked as often for the block of a stream, which nobody else can send again', async () => {
    async function* body(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(MIB);
    }
    const fault = { kind: 'status', status: 503 } as const;
    expect(await requestsOf(() => open().put('stream', body()), fault, /comp=block&/)).toBe(ATTEMPTS);
    expect(await requestsOf(() => open().put('stream', body()), fault, /comp=blocklist/)).toBe(ATTEMPTS);
  });
});
