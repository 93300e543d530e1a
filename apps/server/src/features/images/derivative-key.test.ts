import { describe, expect, it } from 'vitest';
import { derivativeKey, sourceHashOf } from './derivative-key.ts';

const options = (widthPx: number | null, heightPx: number | null, quality: number | null) => ({
  widthPx,
  heightPx,
  quality,
});
const key = 'uploads/avatars/sample.jpg';

describe('derivativeKey', () => {
  it('is that of the contract (vector A12)', () => {
    expect(derivativeKey({ key, options: options(640, 360, 80), format: 'webp' })).toBe(
      'cache/f891b0f1614cde63b47ce213774f6eb901c45595af121286c32049d03f2f46b9.webp',
    );
    expect(derivativeKey({ key, options: options(640, null, null), format: 'avif' })).toBe(
      'cache/72f0fa472e1da9c307273cab64adb18cedfc2fb8d6c25e09c5bb9b58e27f3d9e.avif',
    );
  });

  it('takes an open side for 0 and no quality for the default one', () => {
    const plain = derivativeKey({ key, options: options(640, null, null), format: 'webp' });
    expect(derivativeKey({ key, options: options(640, 0, 80), format: 'webp' })).toBe(plain);
    expect(derivativeKey({ key, options: options(640, 0, 81), format: 'webp' })).not.toBe(plain);
  });

  it('knows no quality where the format has none', () => {
    expect(derivativeKey({ key, options: options(64, null, 10), format: 'png' })).toBe(
      derivativeKey({ key, options: options(64, null, 90), format: 'png' }),
    );
  });
});

describe('sourceHashOf', () => {
  const digest = 'ab'.repeat(32);

  it.each([
    [`uploads/${digest}/a.jpg`, digest],
    [`uploads/${digest.toUpperCase()}/a.jpg`, digest],
    [`sha256:${digest}/a.jpg`, digest],
    [`uploads/${digest}`, digest],
    [`uploads/${digest}.jpg`, null],
    [`uploads/${digest}0/a.jpg`, null],
    [`uploads/x${digest}`, null],
    [`md5:${digest}/a.jpg`, null],
    ['uploads/a.jpg', null],
  ])('of %s is %s', (sourceKey, expected) => {
    expect(sourceHashOf(sourceKey)).toBe(expected);
  });
});
