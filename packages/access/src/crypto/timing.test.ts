import { expect, expectTypeOf, it } from 'vitest';
import type { Verification } from '../grant.ts';
import { KeyRing } from '../keys/key-ring.ts';
import { verifyEdgeToken } from '../schemes/verify-edge-token.ts';
import { webCrypto } from './web-crypto.ts';

it('follows the engine: a refusal that needs no engine comes by a promise all the same', async () => {
  const answer = verifyEdgeToken(webCrypto(), new KeyRing([]), '');
  expect(answer).toBeInstanceOf(Promise);
  expect(await answer).toEqual({ ok: false, reason: 'token_malformed' });
});

it('is known to the compiler', () => {
  expectTypeOf(verifyEdgeToken<'sync'>).returns.toEqualTypeOf<Verification>();
  expectTypeOf(verifyEdgeToken<'async'>).returns.toEqualTypeOf<Promise<Verification>>();
});
