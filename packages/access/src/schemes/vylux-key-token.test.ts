import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withFlippedBits } from '../../test/flipped-bits.ts';
import { encodeBase64url } from '../bytes/base64url.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import { MacKey } from '../crypto/mac-key.ts';
import { webCrypto } from '../crypto/web-crypto.ts';
import { macKeyRecord } from '../keys/key-record.ts';
import { KeyRing } from '../keys/key-ring.ts';
import { parseKeyToken, signKeyToken, verifyKeyToken } from './vylux-key-token.ts';

const crypto = webCrypto();
const key = MacKey.fromText('00112233445566778899aabbccddeeff');
const ring = new KeyRing([macKeyRecord('vylux-key-token', 't1', key)]);
const signature = 'A'.repeat(43);
const tokenOf = (payload: string) => `${encodeBase64url(encodeUtf8(payload))}.${signature}`;

describe('a key token', () => {
  it('says what was signed', async () => {
    const hashes = fc.string({ minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(hashes, fc.maxSafeInteger(), async (hash, expSeconds) => {
        const token = await signKeyToken(crypto, key, { hash, expSeconds });
        expect(parseKeyToken(token)).toMatchObject({ ok: true, hash, expSeconds });
        const grant = {
          resource: { kind: 'content-key', assetId: hash },
          expiresAtSeconds: expSeconds + 1,
          keyId: 't1',
        };
        expect(await verifyKeyToken(crypto, ring, token)).toMatchObject({ ok: true, grant });
      }),
      { numRuns: 50 },
    );
  });

  it('is refused with any single bit flipped', async () => {
    const token = await signKeyToken(crypto, key, { hash: 'movie', expSeconds: 4_102_444_800 });
    for (const flipped of withFlippedBits(token)) expect((await verifyKeyToken(crypto, ring, flipped)).ok).toBe(false);
  });

  it('has ended in 1970 without an end, and ignores other claims', () => {
    expect(parseKeyToken(tokenOf('{"x":[1],"hash":"a"}'))).toMatchObject({ ok: true, hash: 'a', expSeconds: 0 });
  });

  it.each([
    ['an end that is a fraction', tokenOf('{"hash":"a","exp":1.5}')],
    ['an end that is text', tokenOf('{"hash":"a","exp":"4102444800"}')],
    ['an end that is null', tokenOf('{"hash":"a","exp":null}')],
    ['an end beyond whole numbers', tokenOf('{"hash":"a","exp":1e300}')],
    ['no hash', tokenOf('{"exp":4102444800}')],
    ['an empty hash', tokenOf('{"hash":"","exp":4102444800}')],
    ['a hash that is a number', tokenOf('{"hash":1,"exp":4102444800}')],
    ['a payload that is a list', tokenOf('["a"]')],
    ['a payload that is null', tokenOf('null')],
    ['a payload that is not JSON', tokenOf('{')],
    ['no dot', signature],
    ['two dots', `${tokenOf('{"hash":"a","exp":1}')}.`],
    ['an empty payload', `.${signature}`],
    ['a padded payload', `e30=.${signature}`],
    ['a short signature', tokenOf('{"hash":"a","exp":1}').slice(0, -1)],
    ['more than 4096 characters', tokenOf(`{"hash":"${'a'.repeat(4096)}","exp":1}`)],
  ])('is malformed with %s', (_what, token) => {
    expect(parseKeyToken(token)).toEqual({ ok: false, reason: 'token_malformed' });
  });

  it.each([
    { hash: '', expSeconds: 1 },
    { hash: 'a', expSeconds: 1.5 },
    { hash: 'a', expSeconds: Number.NaN },
  ])('is not signed for %j', (claims) => {
    expect(() => signKeyToken(crypto, key, claims)).toThrow(RangeError);
  });
});
