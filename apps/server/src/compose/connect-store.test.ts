import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../config/parse-config.ts';
import { connectStore } from './connect-store.ts';

async function connect(settings: Readonly<Record<string, string>>) {
  const place = { MEDIA_S3_ENDPOINT: 'http://s3.internal:9000', MEDIA_BUCKET: 'media' };
  const credentials = { MEDIA_S3_ACCESS_KEY: 'access', MEDIA_S3_SECRET_KEY: 'secret' };
  const parsing = parseConfig({ ...place, ...credentials, ...settings });
  if (!parsing.ok) throw new Error(parsing.problems.join());
  return connectStore(
    {
      ...parsing.config,
      cdns: [],
      bootstrapUsers: [],
      bootstrapStorage: { providers: [], accounts: [] },
      bootstrapTokens: [],
    },
    'MEDIA',
  );
}

describe('an S3-compatible store', () => {
  it.each([
    [{}, 'http://s3.internal:9000/media/a?'],
    [{ MEDIA_PUBLIC_ENDPOINT: 'https://files.example.com' }, 'https://files.example.com/media/a?'],
  ])('is told to clients by the address under which they reach it: %j', async (settings, expected) => {
    const store = await connect(settings);
    expect(await store.presignGet?.('a', 60)).toContain(expected);
    expect(await store.presignPut?.('a', 60)).toContain(expected);
  });

  it('is told to no client that cannot reach it', async () => {
    const store = await connect({ MEDIA_PRESIGN: 'false' });
    expect([store.capabilities.presign, store.presignGet, store.presignPut]).toEqual([false, undefined, undefined]);
  });
});

describe('a store of Google’s with a service account', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const file = { client_email: 'a@b', private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }) };
  const google = { MEDIA_DRIVER: 'gcs', MEDIA_GCS_CREDENTIALS: JSON.stringify(file) };

  it.each([
    [{}, 'GOOG4-RSA-SHA256'],
    [{ MEDIA_GCS_SIGNING_KEY: 'GOOG1E:secret' }, 'GOOG4-HMAC-SHA256'],
  ])('signs URLs by its own key, or by an HMAC key beside it: %j', async (settings, algorithm) => {
    const store = await connect({ ...google, ...settings });
    expect(await store.presignGet?.('a', 60)).toContain(`X-Goog-Algorithm=${algorithm}`);
  });
});
