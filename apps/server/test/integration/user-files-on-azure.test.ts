import { ContainerClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { createClient } from '@sluice/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { alice, bootstrapUsers } from '../fixtures/bootstrap-users.ts';
import { type Azurite, startAzurite } from '../fixtures/start-azurite.ts';
import { startTestServer, type TestServer } from '../fixtures/start-server.ts';

let file: Awaited<ReturnType<typeof bootstrapUsers>>;
let azurite: Azurite;
let server: TestServer;
beforeAll(async () => {
  [file, azurite] = await Promise.all([bootstrapUsers(), startAzurite()]);
  const { endpoint, account, accountKey } = azurite;
  const credential = new StorageSharedKeyCredential(account, accountKey);
  await new ContainerClient(`${endpoint}/films`, credential).create();
  const fields = { AccountName: account, AccountKey: accountKey, BlobEndpoint: endpoint };
  server = await startTestServer({
    ...{ MODE: 'api', SOURCE_DRIVER: 'azure', SOURCE_BUCKET: 'films', ...file.environment },
    SOURCE_AZURE_CONNECTION_STRING: Object.entries(fields)
      .map((field) => field.join('='))
      .join(';'),
  });
});
afterAll(async () => {
  await server?.stop();
  await azurite?.stop();
  await file?.remove();
});

it('a URL for an upload comes with the fields that Azure wants, and the client sends them', async () => {
  const mine = createClient({ baseUrl: server.url, userKey: alice.key });
  const { upload_url: url, headers } = await mine.createUploadUrl({ file_path: 'film.mp4' });
  expect([new URL(url).origin, headers]).toEqual([new URL(azurite.endpoint).origin, { 'x-ms-blob-type': 'BlockBlob' }]);
  const bytes = new Blob([Buffer.alloc(200_000, 'film')]);
  expect(await mine.uploadVideo('film.mp4', bytes)).toMatchObject({ status: 'queued' });
  expect((await mine.listFiles()).files).toMatchObject([{ size: bytes.size }]);
});
