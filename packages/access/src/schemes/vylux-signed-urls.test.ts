import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageFormat, imageOptions, objectKey } from '../../test/arbitraries.ts';
import { withFlippedBits } from '../../test/flipped-bits.ts';
import { MacKey } from '../crypto/mac-key.ts';
import { webCrypto } from '../crypto/web-crypto.ts';
import { macKeyRecord } from '../keys/key-record.ts';
import { KeyRing } from '../keys/key-ring.ts';
import { parseImageUrl, signImageUrl, verifyImageSignature } from './vylux-image.ts';
import { signOriginalUrl, verifyOriginalSignature } from './vylux-original.ts';
import { signThumbUrl, verifyThumbSignature } from './vylux-thumb.ts';

const crypto = webCrypto();
const key = MacKey.fromText('0123456789abcdef'.repeat(4));
const ring = new KeyRing([macKeyRecord('vylux-delivery', 'd1', key)]);
const routes = [
  { route: 'original', sign: signOriginalUrl, verify: verifyOriginalSignature, store: 'source' },
  { route: 'thumb', sign: signThumbUrl, verify: verifyThumbSignature, store: 'media' },
] as const;
const sig = 'a'.repeat(64);

describe.each(routes)('a /$route URL', ({ sign, verify, store, route }) => {
  it('opens exactly the key that was signed, whatever it holds', async () => {
    await fc.assert(
      fc.asyncProperty(objectKey, async (objectName) => {
        const result = await verify(crypto, ring, await sign(crypto, key, objectName));
        expect(result).toMatchObject({
          ok: true,
          grant: { resource: { kind: 'object', store, key: objectName }, actions: ['read'] },
        });
      }),
      { numRuns: 50 },
    );
  });

  it('refuses every single flipped bit', async () => {
    const url = await sign(crypto, key, 'uploads/50% off?.mp4');
    for (const flipped of withFlippedBits(url.slice(url.indexOf('/', 1) + 1))) {
      const result = await verify(crypto, ring, `/${route}/${flipped}`);
      // The case of an escape's digits is not part of the key.
      if (flipped.toUpperCase() !== url.slice(url.indexOf('/', 1) + 1).toUpperCase()) expect(result.ok).toBe(false);
    }
  });

  it.each([
    ['no key', `/${route}/${sig}/`, 'key_missing'],
    ['only a slash', `/${route}/${sig}//`, 'key_missing'],
    ['no signature', `/${route}/abc`, 'key_missing'],
    ['broken escape', `/${route}/${sig}/a%2`, 'key_encoding_invalid'],
    ['an escape that is not UTF-8', `/${route}/${sig}/%FF`, 'key_encoding_invalid'],
    ['raw non-ASCII', `/${route}/${sig}/é`, 'key_encoding_invalid'],
    ['far too long', `/${route}/${sig}/${'a'.repeat(9000)}`, 'target_too_long'],
    ['short signature', `/${route}/abcd/a`, 'token_invalid'],
  ])('refuses %s', async (_what, target, reason) => {
    expect(await verify(crypto, ring, target)).toEqual({ ok: false, reason });
  });

  it('decodes once', async () => {
    const url = await sign(crypto, key, '100%25.jpg');
    expect(url).toContain('100%2525.jpg');
    expect(await verify(crypto, ring, url)).toMatchObject({ ok: true, grant: { resource: { key: '100%25.jpg' } } });
  });

  it('accepts signatures of every key that still verifies', async () => {
    const old = MacKey.fromText('the key before');
    const rotated = new KeyRing([...ring.records(), macKeyRecord('vylux-delivery', 'd0', old, 'retiring')]);
    const url = await sign(crypto, old, 'a');
    expect(await verify(crypto, rotated, url)).toMatchObject({ ok: true, grant: { keyId: 'd0' } });
    expect(await verify(crypto, ring, url)).toEqual({ ok: false, reason: 'token_invalid' });
  });
});

describe('an /img URL', () => {
  const order = fc.record({ key: objectKey, options: imageOptions, format: imageFormat });

  it('orders exactly the picture that was signed', async () => {
    await fc.assert(
      fc.asyncProperty(order, async (picture) => {
        const result = await verifyImageSignature(crypto, ring, await signImageUrl(crypto, key, picture));
        const resource = { kind: 'image', store: 'source', ...picture };
        expect(result).toMatchObject({ ok: true, grant: { resource, actions: ['render'] } });
      }),
      { numRuns: 50 },
    );
  });

  it('orders the signed picture or nothing when a bit is flipped', async () => {
    const options = { widthPx: 640, heightPx: null, quality: 80 };
    const url = await signImageUrl(crypto, key, { key: 'a/b c.jpg', options, format: 'webp' });
    const signed = await verifyImageSignature(crypto, ring, url);
    let refused = 0;
    for (const flipped of withFlippedBits(url.slice('/img/'.length))) {
      const result = await verifyImageSignature(crypto, ring, `/img/${flipped}`);
      if (result.ok) expect(result).toEqual(signed);
      else refused++;
    }
    // The letter case of the extension and of escapes is not part of the order; everything else is.
    expect(refused).toBeGreaterThan((url.length - '/img/'.length) * 7 - 12);
  });

  it('is checked in the order of the contract', () => {
    const reasonOf = (target: string) => {
      const parsed = parseImageUrl(target);
      return parsed.ok ? 'ok' : parsed.reason;
    };
    expect(reasonOf(`/img/${sig}/bad/`)).toBe('key_missing');
    expect(reasonOf(`/img/${sig}/bad/%2.bmp`)).toBe('image_format_unsupported');
    expect(reasonOf(`/img/${sig}/bad/%2.webp`)).toBe('key_encoding_invalid');
    expect(reasonOf(`/img/${sig}/bad/.webp`)).toBe('image_options_invalid');
    expect(reasonOf(`/img/${sig}/w1/.webp`)).toBe('key_missing');
    expect(reasonOf(`/img/${sig}//a.webp`)).toBe('image_options_invalid');
    expect(reasonOf(`/img/${sig}/w1/a%2Ewebp`)).toBe('image_format_unsupported');
    expect(reasonOf(`/img/${sig}/w1/a.webp?x=.bmp`)).toBe('ok');
  });

  it('is never signed without options', () => {
    const options = { widthPx: null, heightPx: null, quality: null };
    expect(() => signImageUrl(crypto, key, { key: 'a', options, format: 'webp' })).toThrow(RangeError);
  });
});
