import { KeyRing, MacKey, macKeyRecord, signKeyToken, verifyKeyToken, webCrypto } from '@sluice/access';
import { describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../../apps/server/src/adapters/crypto/node.ts';
import { nodeLegacyCrypto } from '../../../apps/server/src/adapters/crypto/node-legacy.ts';
import { cdnCases } from './cases/cdn-cases.ts';
import { conformanceSuite } from './conformance-suite.ts';

describe.each([
  { engine: 'node:crypto, at once', crypto: nodeCrypto() },
  { engine: 'WebCrypto in Node, by promises', crypto: webCrypto() },
])('$engine', ({ crypto }) => {
  it.each(conformanceSuite)('$name', async ({ run }) => {
    await run(crypto);
  });
});

it.each(cdnCases(nodeLegacyCrypto()))('$name', async ({ run }) => {
  await run(nodeCrypto());
});

it('answers at once with node:crypto', () => {
  const crypto = nodeCrypto();
  const key = MacKey.fromText('secret');
  const ring = new KeyRing([macKeyRecord('vylux-key-token', 't1', key)]);
  const token = signKeyToken(crypto, key, { hash: 'a', expSeconds: 1 });
  expect(verifyKeyToken(crypto, ring, token).ok).toBe(true);
});
