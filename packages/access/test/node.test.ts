import { webCrypto } from '@sluice/access';
import { describe, it } from 'vitest';
import { nodeCrypto } from '../../../apps/server/src/adapters/crypto/node.ts';
import { conformanceSuite } from './conformance-suite.ts';

describe.each([
  { engine: 'node:crypto, at once', crypto: nodeCrypto() },
  { engine: 'WebCrypto in Node, by promises', crypto: webCrypto() },
])('$engine', ({ crypto }) => {
  it.each(conformanceSuite)('$name', async ({ run }) => {
    await run(crypto);
  });
});
