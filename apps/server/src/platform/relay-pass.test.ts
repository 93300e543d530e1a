import { expect, test } from 'vitest';
import { createRelayPass } from './relay-pass.ts';

const secret = 'ab'.repeat(32);

test('who has the secret shows the pass, and nobody else', () => {
  const pass = createRelayPass(secret);
  expect(pass.isShown(createRelayPass(secret).text)).toBe(true);
  for (const wrong of [undefined, '', secret, createRelayPass('cd'.repeat(32)).text]) {
    expect(pass.isShown(wrong)).toBe(false);
  }
});

test('without a secret nobody does', () => {
  const none = createRelayPass('');
  expect(none.isShown(none.text)).toBe(false);
});
