import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import {
  createGcsObjectStore,
  type GcsObjectStoreOptions,
} from '../../src/adapters/object-store/gcs/create-gcs-object-store.ts';
import type { ObjectStore } from '../../src/ports/object-store.ts';
import { type GoogleFront, startGoogleFront } from '../fixtures/google-front.ts';
import { type GoogleTokenEndpoint, startGoogleTokenEndpoint } from '../fixtures/google-token-endpoint.ts';
import { objectStoreSuite } from './object-store.suite.ts';

const MIB = 1024 * 1024;
const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const service = { clientEmail: 'sluice@project.iam.gserviceaccount.com', privateKey };
const hmac = { accessId: 'GOOG1ETEST', secret: 'a-secret-of-forty-letters-or-about-that' };
let front: GoogleFront;
let tokens: GoogleTokenEndpoint;
let options: Omit<GcsObjectStoreOptions, 'credentials'>;

beforeAll(async () => {
  const servers = inject('scaledServers');
  const { endpoint, credentials } = servers;
  tokens = await startGoogleTokenEndpoint({ clientEmail: service.clientEmail, publicKey });
  front = await startGoogleFront(servers, {
    hmac,
    service: { clientEmail: service.clientEmail, publicKey },
    isToken: tokens.isValid,
  });
  options = { name: 'media', endpoint: front.endpoint, tokenUrl: tokens.url, bucket: 'google-films' };
  const client = new S3Client({ region: 'us-east-1', endpoint, credentials, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: options.bucket }));
  client.destroy();
});
afterAll(async () => {
  await front.stop();
  await tokens.stop();
});

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

describe('the gcs store with an HMAC key', () => {
  // Small parts and pages, so that the suite crosses their borders.
  objectStoreSuite(async () =>
    createGcsObjectStore({ ...options, credentials: hmac, partBytes: 5 * MIB, pageKeys: 3 }),
  );
});

describe('the gcs store with a service account', () => {
  const open = (): ObjectStore => createGcsObjectStore({ ...options, credentials: service });
  const place = (): string => `service/${randomUUID()}/é 1+2&%.mp4`;

  test('writes, reads, lists, copies and deletes by its token', async () => {
    const [store, key] = [open(), place()];
    await store.put(key, text('hello'), { contentType: 'video/mp4', ifAbsent: true });
    await expect(store.put(key, text('again'), { ifAbsent: true })).rejects.toMatchObject({
      code: 'storage/object-exists',
    });
    await store.copy(key, `${key}-copy`);
    const { info, bytes } = await store.readBytes(`${key}-copy`, { first: 1, last: 2 });
    expect([info.size, info.contentType, new TextDecoder().decode(bytes)]).toEqual([5, 'video/mp4', 'el']);
    const keys: string[] = [];
    for await (const listed of store.list(key)) keys.push(listed.key);
    expect(keys).toEqual([key, `${key}-copy`]);
    await store.delete(key);
    expect(await store.head(key)).toBeNull();
  });

  test('signs URLs by its own key', async () => {
    const [store, key] = [open(), place()];
    const putUrl = (await store.presignPut?.(key, 60)) ?? '';
    expect((await fetch(putUrl, { method: 'PUT', body: 'uploaded' })).status).toBe(200);
    const getUrl = (await store.presignGet?.(key, 60, { contentType: 'video/mp4' })) ?? '';
    const answer = await fetch(getUrl);
    expect([answer.headers.get('content-type'), await answer.text()]).toEqual(['video/mp4', 'uploaded']);
    expect((await fetch(getUrl.replace('%C3%A9', 'e'))).status).toBe(403);
    expect((await fetch(getUrl, { method: 'PUT', body: 'x' })).status).toBe(403);
  });
});

describe('the gcs store with a service account and an HMAC key', () => {
  test('writes by its token and signs URLs by the HMAC key', async () => {
    const credentials = { ...service, signingKey: hmac };
    const store = createGcsObjectStore({ ...options, credentials });
    const key = `both/${randomUUID()}.mp4`;
    await store.put(key, text('hello'));
    const url = (await store.presignGet?.(key, 60)) ?? '';
    expect(url).toContain('GOOG4-HMAC-SHA256');
    expect(await (await fetch(url)).text()).toBe('hello');
  });
});

describe('a gcs store that cannot be used', () => {
  const refused = { code: 'storage/unavailable', message: expect.stringMatching(/refuses our credentials/) };

  test('says that its credentials are refused', async () => {
    const wrong = createGcsObjectStore({ ...options, credentials: { ...hmac, secret: 'wrong' } });
    await expect(wrong.check()).rejects.toMatchObject(refused);
    await expect(wrong.readBytes('a')).rejects.toMatchObject(refused);
    await expect(wrong.put('a', text('x'))).rejects.toMatchObject(refused);
  });

  test('says that Google gives its service account no token', async () => {
    const { privateKey: other } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = other.export({ type: 'pkcs8', format: 'pem' }).toString();
    const store = createGcsObjectStore({ ...options, credentials: { ...service, privateKey: key } });
    const tokenless = { code: 'storage/unavailable', message: expect.stringMatching(/gives the service account no/) };
    await expect(store.check()).rejects.toMatchObject(tokenless);
    await expect(store.readBytes('a')).rejects.toMatchObject(tokenless);
    await expect(store.put('a', text('x'))).rejects.toMatchObject(tokenless);
  });

  test('says that there is no such bucket', async () => {
    const store = createGcsObjectStore({ ...options, credentials: hmac, bucket: 'nowhere' });
    await expect(store.check()).rejects.toMatchObject({ message: expect.stringMatching(/no bucket “nowhere”/) });
  });
});
