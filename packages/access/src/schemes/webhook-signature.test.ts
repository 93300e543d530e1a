import { expect, it } from 'vitest';
import { MacKey } from '../crypto/mac-key.ts';
import { webCrypto } from '../crypto/web-crypto.ts';
import { signWebhook, verifyWebhook } from './webhook-signature.ts';

const crypto = webCrypto();
const key = MacKey.fromText('secret');

it('signs the exact bytes', async () => {
  const body = new Uint8Array([0xff, 0x00, 0x7b]);
  const header = await signWebhook(crypto, key, body);
  expect(await verifyWebhook(crypto, key, body, header)).toBe(true);
  expect(await verifyWebhook(crypto, key, body.slice(1), header)).toBe(false);
});

it('refuses other forms of the same signature', async () => {
  const header = await signWebhook(crypto, key, 'body');
  for (const other of [header.toUpperCase(), header.slice(7), `${header} `, header.slice(0, -2), 'sha256=', '']) {
    expect(await verifyWebhook(crypto, key, 'body', other)).toBe(false);
  }
});
