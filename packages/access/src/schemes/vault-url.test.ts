import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../test/arbitraries.ts';
import { withFlippedBits } from '../../test/flipped-bits.ts';
import type { AsyncCrypto } from '../crypto/crypto.ts';
import { MacKey } from '../crypto/mac-key.ts';
import { webCrypto } from '../crypto/web-crypto.ts';
import { macKeyRecord } from '../keys/key-record.ts';
import { KeyRing } from '../keys/key-ring.ts';
import { isVaultObjectKey } from './vault-object-key.ts';
import { isOnceUrlId, signVaultUrl, type VaultUrlOrder, verifyVaultUrl } from './vault-url.ts';

const crypto = webCrypto();
const key = MacKey.fromText('0123456789abcdef'.repeat(4));
const ring = new KeyRing([macKeyRecord('vault-url', 'v1', key)]);
const sign = async (order: VaultUrlOrder) => (await signVaultUrl(crypto, key, '', order)).url;
const verify = (target: string) => verifyVaultUrl(crypto, ring, target);

const filename = plainText(60).filter(isVaultObjectKey);
const order: fc.Arbitrary<VaultUrlOrder> = fc.record({
  account: plainText(20),
  provider: plainText(20),
  filename,
  expiresAtSeconds: fc.integer({ min: 1, max: 99_999_999_999 }),
  nonce: fc.option(fc.stringMatching(/^[A-Za-z0-9_-]{22}$/), { nil: null }),
});
const plain: VaultUrlOrder = { account: 'a', provider: 'p', filename: 'a/b c.mp4', expiresAtSeconds: 9, nonce: null };
const once = { ...plain, nonce: 'AAAAAAAAAAAAAAAAAAAAAA' };

describe('a Vault URL', () => {
  it('opens exactly what was signed, whatever the names hold, and tells whether it does so once', async () => {
    await fc.assert(
      fc.asyncProperty(order, async (given) => {
        const { url, id } = await signVaultUrl(crypto, key, '', given);
        expect(url).toMatch(/^\/api\/storage\/signed\?[A-Za-z0-9._~%&=-]+$/);
        const verified = await verify(url);
        expect(verified).toMatchObject({
          ok: true,
          grant: {
            tokenId: id,
            resource: { kind: 'provider-object', provider: given.provider, key: given.filename },
            expiresAtSeconds: given.expiresAtSeconds + 1,
          },
        });
        expect(isOnceUrlId(id)).toBe(given.nonce !== null);
      }),
      { numRuns: 60 },
    );
  });

  it('opens the same or nothing when a bit is flipped', async () => {
    const url = await sign(once);
    const signed = await verify(url);
    const query = url.slice(url.indexOf('?') + 1);
    let refused = 0;
    for (const flipped of withFlippedBits(query)) {
      const verified = await verify(`/api/storage/signed?${flipped}`);
      if (verified.ok) expect(verified).toEqual(signed);
      else refused++;
    }
    // The case of an escape's digits is not part of the URL; everything else is.
    expect(refused).toBeGreaterThan(query.length * 7 - 8);
  });

  it('opens nothing as one for many uses once its nonce is left out', async () => {
    const url = await sign(once);
    expect(await verify(url.replace(/&o=[^&]*/, ''))).toEqual({ ok: false, reason: 'token_invalid' });
    expect(await verify(`${url}&o=${once.nonce}`)).toEqual({ ok: false, reason: 'token_invalid' });
  });

  it('is tried with every key, also after one has matched', async () => {
    const tried: string[] = [];
    const counting: AsyncCrypto = {
      ...crypto,
      verifyHmacSha256: (macKey, message, mac) => {
        tried.push(new TextDecoder().decode(macKey.exportBytes()));
        return crypto.verifyHmacSha256(macKey, message, mac);
      },
    };
    const keys = ['current', 'previous', 'before'].map((text) => MacKey.fromText(text));
    const records = keys.map((each, index) =>
      macKeyRecord('vault-url', `v${index}`, each, index === 0 ? 'active' : 'retiring'),
    );
    const { url } = await signVaultUrl(crypto, keys[1] ?? key, '', plain);
    expect(await verifyVaultUrl(counting, new KeyRing(records), url)).toMatchObject({ grant: { keyId: 'v1' } });
    expect(tried).toEqual(['current', 'previous', 'before']);
  });

  it.each([
    ['a line feed in an account', { ...plain, account: 'a\nb' }],
    ['an empty provider', { ...plain, provider: '' }],
    ['an illegal object key', { ...plain, filename: 'a/../b' }],
    ['a lone surrogate', { ...plain, filename: 'a\ud800' }],
    ['an end that is none', { ...plain, expiresAtSeconds: Number.NaN }],
    ['a nonce of another form', { ...plain, nonce: 'x' }],
  ])('is never signed with %s', (_what, given) => {
    expect(() => signVaultUrl(crypto, key, '', given)).toThrow(RangeError);
  });

  it('refuses a query that is far too long', async () => {
    expect(await verify(`${await sign(plain)}&x=${'a'.repeat(9000)}`)).toEqual({
      ok: false,
      reason: 'request_invalid',
    });
  });
});

describe('isVaultObjectKey', () => {
  it('counts bytes, not characters', () => {
    expect(isVaultObjectKey('é'.repeat(512))).toBe(true);
    expect(isVaultObjectKey('é'.repeat(513))).toBe(false);
    expect(isVaultObjectKey('a'.repeat(1024))).toBe(true);
    expect(isVaultObjectKey('a'.repeat(1025))).toBe(false);
  });
});
