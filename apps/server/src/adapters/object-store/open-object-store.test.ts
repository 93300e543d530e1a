import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ProviderSettings } from '../../ports/provider-settings.ts';
import { openObjectStore } from './open-object-store.ts';

const hmac = { accessId: 'GOOG1E', secret: 'secret' };

test.each<[ProviderSettings, RegExp]>([
  [
    { type: 's3', name: 'a', region: 'eu-west-1', bucket: 'films', accessKeyId: 'AKIA', secretAccessKey: 's' },
    /^https:\/\/films\.s3\.eu-west-1\.amazonaws\.com\/deep\/a%20b\?X-Amz-/,
  ],
  [
    { type: 'gcs', name: 'a', bucket: 'films', credentials: hmac },
    /^https:\/\/storage\.googleapis\.com\/films\/deep\/a%20b\?X-Goog-/,
  ],
  [
    { type: 'azure', name: 'a', account: 'acc', container: 'films', credentials: { accountKey: 'YWJj' } },
    /^https:\/\/acc\.blob\.core\.windows\.net\/films\/deep\/a%20b\?sv=.*&spr=https&/,
  ],
])('a store of %o signs URLs below its prefix', async (settings, expected) => {
  const store = await openObjectStore({ ...settings, prefix: 'deep' } as ProviderSettings);
  expect(await store.presignGet?.('a b', 60)).toMatch(expected);
});

test('a prefix is a part of the store that nobody sees', async () => {
  const root = mkdtempSync(join(tmpdir(), 'sluice-prefix-'));
  const { prefixedObjectStore } = await import('./prefixed-object-store.ts');
  const whole = await openObjectStore({ type: 'fs', name: 'a', root });
  const part = prefixedObjectStore(whole, 'deep/er');
  await part.put('a', new Uint8Array(3));
  await part.copy('a', 'b');
  const seen = [];
  for await (const { key } of part.list('')) seen.push(key);
  expect(seen).toEqual(['a', 'b']);
  expect(await whole.head('deep/er/b')).toMatchObject({ size: 3 });
  expect((await part.readBytes('b')).info.key).toBe('b');
  await expect(part.readBytes('../er/b')).rejects.toMatchObject({ code: 'storage/invalid-key' });
  await expect(part.readBytes('c')).rejects.toMatchObject({ code: 'storage/object-missing', details: { key: 'c' } });
  rmSync(root, { recursive: true });
});

test.each<ProviderSettings>([
  { type: 'gcs', name: 'a', bucket: 'films', credentials: { clientEmail: 'a', privateKey: 'a-secret-that-is-no-key' } },
  {
    type: 's3',
    name: 'a',
    endpoint: 'a-secret-that-is-no-url',
    region: 'r',
    bucket: 'b',
    accessKeyId: 'k',
    secretAccessKey: 's',
  },
])('settings that cannot be used are refused without being repeated: %#', async (settings) => {
  const refusal = await openObjectStore(settings).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'storage/invalid-provider', status: 400 });
  expect(`${(refusal as Error).message} ${String((refusal as Error).cause)}`).not.toContain('a-secret');
});
