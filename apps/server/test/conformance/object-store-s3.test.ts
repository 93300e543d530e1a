import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateBucketCommand, ListMultipartUploadsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import {
  createS3ObjectStore,
  type S3ObjectStoreOptions,
} from '../../src/adapters/object-store/s3/create-s3-object-store.ts';
import { objectStoreSuite } from './object-store.suite.ts';

const BUCKET = 'films';
const MIB = 1024 * 1024;
let options: S3ObjectStoreOptions;
let client: S3Client;

beforeAll(async () => {
  const { endpoint, credentials } = inject('scaledServers');
  options = { name: 'media', region: 'us-east-1', bucket: BUCKET, endpoint, ...credentials };
  client = new S3Client({ region: 'us-east-1', endpoint, credentials, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
});
afterAll(() => client.destroy());

describe('the s3 store', () => {
  // Small parts and pages, so that the suite crosses their borders.
  objectStoreSuite(async () => createS3ObjectStore({ ...options, partBytes: 5 * MIB, pageKeys: 3 }));
});

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

async function* megabytes(count: number, end?: Error): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index++) yield new Uint8Array(MIB).fill(index);
  if (end !== undefined) throw end;
}

describe('a bucket as a store', () => {
  test('keeps no parts of an upload that fails', async () => {
    const store = createS3ObjectStore({ ...options, partBytes: 5 * MIB });
    const failing = store.put(`parts/${randomUUID()}`, megabytes(12, new Error('the client went away')));
    await expect(failing).rejects.toThrow('the client went away');
    const uploads = await client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }));
    expect(uploads.Uploads ?? []).toEqual([]);
  });

  test('copies a large object in parts, with its content type', async () => {
    const store = createS3ObjectStore({ ...options, copyPartBytes: 5 * MIB });
    const key = `large/${randomUUID()}`;
    await store.put(key, megabytes(12), { contentType: 'video/mp4' });
    await store.copy(key, `${key}-copy`);
    const copy = await store.readBytes(`${key}-copy`);
    expect(copy.info).toMatchObject({ size: 12 * MIB, contentType: 'video/mp4' });
    expect(Array.from({ length: 12 }, (_, index) => copy.bytes[index * MIB + 17])).toEqual([...Array(12).keys()]);
  });

  test('leaves out of its list what others named as no store of ours would', async () => {
    const store = createS3ObjectStore(options);
    const folder = randomUUID();
    for (const Key of [`${folder}/`, `${folder}/a`, `${folder}//b`]) {
      await client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: text('x') }));
    }
    const keys: string[] = [];
    for await (const { key } of store.list(`${folder}/`)) keys.push(key);
    expect(keys).toEqual([`${folder}/a`]);
  });

  test('signs URLs for the name that clients know it by', async () => {
    const store = createS3ObjectStore({ ...options, publicEndpoint: 'https://media.example.org' });
    expect(await store.presignGet?.('a b.mp4', 60)).toMatch(
      /^https:\/\/media\.example\.org\/films\/a%20b\.mp4\?X-Amz-/,
    );
    await store.put('known/inside', text('x'));
    expect((await store.readBytes('known/inside')).bytes).toHaveLength(1);
  });

  test('a reader may pause for longer than the store may be silent', async () => {
    const store = createS3ObjectStore({ ...options, timeoutMs: 300 });
    await store.put('paused', megabytes(12));
    const { body } = await store.readStream('paused');
    let size = 0;
    for await (const chunk of body) {
      if (size === 0) await sleep(1200);
      size += (chunk as Uint8Array).length;
    }
    expect(size).toBe(12 * MIB);
  });
});

describe('a store that cannot be used', () => {
  const unavailable = (message: RegExp) => ({ code: 'storage/unavailable', message: expect.stringMatching(message) });

  test('says that there is no such bucket', async () => {
    const store = createS3ObjectStore({ ...options, bucket: 'nowhere' });
    await expect(store.check()).rejects.toMatchObject(unavailable(/no bucket “nowhere” at 127\.0\.0\.1:\d+/));
    await expect(store.put('a', text('x'))).rejects.toMatchObject(unavailable(/no bucket/));
    await expect(store.readBytes('a')).rejects.toMatchObject(unavailable(/no bucket/));
  });

  test('says that our credentials are refused, and keeps them to itself', async () => {
    const secretAccessKey = 'wrong-but-still-a-secret';
    const store = createS3ObjectStore({ ...options, secretAccessKey });
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
      expect(`${error.message} ${error.stack} ${String(error.cause)} ${JSON.stringify(error)}`).not.toContain(
        secretAccessKey,
      );
    }
  });

  test('says that nobody answers', async () => {
    const store = createS3ObjectStore({ ...options, endpoint: 'http://127.0.0.1:9' });
    const silent = unavailable(/127\.0\.0\.1:9 does not answer/);
    await expect(store.check()).rejects.toMatchObject(silent);
    await expect(store.readBytes('a')).rejects.toMatchObject(silent);
  });

  test('does not wait for ever for a server that falls silent', async () => {
    const server = await listen(createServer(() => undefined));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const store = createS3ObjectStore({ ...options, endpoint: `http://127.0.0.1:${port}`, timeoutMs: 200 });
    await expect(store.readBytes('a')).rejects.toMatchObject(unavailable(/does not answer/));
    await expect(store.check()).rejects.toMatchObject(unavailable(/does not answer/));
    server.closeAllConnections();
    server.close();
  });
});

function listen(server: Server): Promise<Server> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
