import { generateKeyPairSync, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { signOnThreads } from './sign-on-threads.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

test('many texts are each signed as their own, whatever the order in which they end', async () => {
  const texts = Array.from({ length: 40 }, (_, index) => `text ${index}`);
  const signatures = await Promise.all(texts.map((text) => signOnThreads(text, privateKey, 2)));
  const genuine = signatures.map((signature, index) =>
    verify('sha256', Buffer.from(texts[index] ?? ''), publicKey, signature),
  );
  expect(genuine).toEqual(texts.map(() => true));
});

test('others are answered while a long line of texts is signed', async () => {
  let signed = 0;
  const all = Promise.all(
    Array.from({ length: 200 }, async (_, index) => {
      await signOnThreads(`text ${index}`, privateKey, 1);
      signed += 1;
    }),
  );
  await new Promise((resolve) => setImmediate(resolve));
  expect(signed).toBeLessThan(200);
  await all;
  expect(signed).toBe(200);
});

test('a key that cannot sign is told, and holds up nobody behind it', async () => {
  const { privateKey: other } = generateKeyPairSync('x25519');
  const refused = signOnThreads('a', other, 1);
  const next = signOnThreads('b', privateKey, 1);
  await expect(refused).rejects.toThrow();
  expect(verify('sha256', Buffer.from('b'), publicKey, await next)).toBe(true);
});
