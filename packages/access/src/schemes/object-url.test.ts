import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { objectKey } from '../../test/arbitraries.ts';
import { withFlippedBits } from '../../test/flipped-bits.ts';
import { MacKey } from '../crypto/mac-key.ts';
import { webCrypto } from '../crypto/web-crypto.ts';
import { macKeyRecord } from '../keys/key-record.ts';
import { KeyRing } from '../keys/key-ring.ts';
import { type ObjectUrlOrder, parseObjectUse, signObjectUse, verifyObjectUse } from './object-url.ts';

const crypto = webCrypto();
const key = MacKey.fromText('0123456789abcdef'.repeat(4));
const ring = new KeyRing([macKeyRecord('object-url', 'o1', key)]);

async function verify(method: 'GET' | 'PUT', target: string) {
  const url = parseObjectUse(method, target);
  return url.ok ? verifyObjectUse(crypto, ring, url) : url;
}
const methodOf = ({ use }: ObjectUrlOrder) => (use === 'read' ? 'GET' : 'PUT');

const order: fc.Arbitrary<ObjectUrlOrder> = fc.record({
  use: fc.constantFrom('read', 'create', 'replace'),
  store: fc.constantFrom('source', 'media'),
  key: objectKey,
  expiresAtSeconds: fc.integer({ min: 1, max: 999_999_999_999 }),
});

describe('an object URL', () => {
  it('grants exactly what was signed, whatever the key holds', async () => {
    await fc.assert(
      fc.asyncProperty(order, async (signed) => {
        const result = await verify(methodOf(signed), await signObjectUse(crypto, key, signed));
        const { use, store, key: name, expiresAtSeconds } = signed;
        const resource = { kind: 'object', store, key: name };
        expect(result).toMatchObject({ ok: true, grant: { resource, actions: [use], expiresAtSeconds } });
      }),
      { numRuns: 50 },
    );
  });

  it('grants nothing with the other method', async () => {
    await fc.assert(
      fc.asyncProperty(order, async (signed) => {
        const target = await signObjectUse(crypto, key, signed);
        expect(await verify(methodOf(signed) === 'GET' ? 'PUT' : 'GET', target)).toEqual({
          ok: false,
          reason: 'token_invalid',
        });
      }),
      { numRuns: 20 },
    );
  });

  it('is not that of another order', async () => {
    await fc.assert(
      fc.asyncProperty(order, order, async (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        const [first, second] = [await signObjectUse(crypto, key, one), await signObjectUse(crypto, key, other)];
        const signature = /signature=(\w+)$/.exec(first)?.[1] ?? '';
        const swapped = second.replace(/signature=\w+$/, `signature=${signature}`);
        expect((await verify(methodOf(other), swapped)).ok).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  it.each(['read', 'create', 'replace'] as const)('to %s is refused with every single flipped bit', async (use) => {
    const signed: ObjectUrlOrder = { use, store: 'source', key: 'a/50% off?.mp4', expiresAtSeconds: 1_777_032_168 };
    const target = await signObjectUse(crypto, key, signed);
    for (const flipped of withFlippedBits(target.slice('/v1/objects/'.length))) {
      const result = await verify(methodOf(signed), `/v1/objects/${flipped}`);
      // The case of an escape's digits is not part of the key.
      const isSameUrl = flipped.toLowerCase() === target.slice('/v1/objects/'.length).toLowerCase();
      if (!isSameUrl) expect(result.ok, flipped).toBe(false);
    }
  });

  it.each([
    ['no key', '/v1/objects/source/', 'key_missing'],
    ['no provider', '/v1/objects/', 'key_missing'],
    ['another provider', '/v1/objects/other/a', 'store_unknown'],
    ['a broken escape', '/v1/objects/source/a%2', 'key_encoding_invalid'],
    ['far too much', `/v1/objects/source/${'a'.repeat(9000)}`, 'target_too_long'],
    ['no query', '/v1/objects/source/a', 'token_invalid'],
  ])('is refused with %s', async (_what, target, reason) => {
    expect(await verify('GET', target)).toEqual({ ok: false, reason });
  });

  it.each([0, -1, 1.5, Number.NaN, 1e21])('is never made to end at %s', (expiresAtSeconds) => {
    expect(() => signObjectUse(crypto, key, { use: 'read', store: 'source', key: 'a', expiresAtSeconds })).toThrow(
      RangeError,
    );
  });
});
