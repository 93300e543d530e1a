import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { createSharpEngine } from '../../src/adapters/image/sharp/create-sharp-engine.ts';
import type { PictureRules } from '../../src/adapters/image/sharp/picture-rules.ts';
import type { PictureRequest } from '../../src/ports/image-engine.ts';
import { animation, photograph } from '../fixtures/pictures.ts';

const rules: PictureRules = {
  geometry: 'proportional',
  background: '000000',
  maxSourceBytes: 2 ** 20,
  maxSeconds: 10,
  maxPixels: 1_000_000,
  maxFrames: 200,
  maxOutputPx: 2000,
};
const engine = createSharpEngine(rules, 2);
const asked: PictureRequest = { widthPx: 100, heightPx: null, quality: null, format: 'png' };

const make = (source: Uint8Array, request: Partial<PictureRequest> = {}, changed: Partial<PictureRules> = {}) =>
  (Object.keys(changed).length === 0 ? engine : createSharpEngine({ ...rules, ...changed }, 1)).transform(source, {
    ...asked,
    ...request,
  });

const refusalOf = (making: Promise<unknown>) =>
  making.then(
    () => 'made',
    (error: { code: string; details: { reason?: string } }) => [error.code, error.details.reason],
  );

/** Red, green, blue and alpha of one pixel. */
async function pixel(picture: Uint8Array, left: number, top: number): Promise<readonly number[]> {
  const { data } = await sharp(picture).ensureAlpha().raw().extract({ left, top, width: 1, height: 1 }).toBuffer({
    resolveWithObject: true,
  });
  return [...data];
}
const near = (expected: readonly number[], seen: readonly number[], by = 12): void => {
  for (const [index, value] of expected.entries())
    expect(Math.abs(value - (seen[index] ?? -999)), `${seen}`).toBeLessThan(by);
};

describe('every format', () => {
  it.each([
    ['webp', 'webp', 'image/webp'],
    ['avif', 'heif', 'image/avif'],
    ['jpg', 'jpeg', 'image/jpeg'],
    ['png', 'png', 'image/png'],
    ['gif', 'gif', 'image/gif'],
  ] as const)('%s is made in the size that was asked for', async (format, decoded, contentType) => {
    const made = await make(await photograph(), { format });
    const seen = await sharp(made.bytes).metadata();
    expect([seen.format, seen.width, seen.height]).toEqual([decoded, 100, 75]);
    expect(made).toMatchObject({ contentType, widthPx: 100, heightPx: 75, frames: 1 });
  });

  it.each([
    ['jpeg', (image: Sharp) => image.jpeg()],
    ['png', (image: Sharp) => image.png()],
    ['webp', (image: Sharp) => image.webp()],
    ['gif', (image: Sharp) => image.gif()],
    ['avif', (image: Sharp) => image.avif({ effort: 0 })],
    ['tiff', (image: Sharp) => image.tiff()],
  ])('%s is read', async (_name, encode) => {
    const made = await make(await encode(sharp(await photograph())).toBuffer());
    expect([made.widthPx, made.heightPx]).toEqual([100, 75]);
  });

  it('obeys the quality', async () => {
    for (const format of ['webp', 'jpg', 'avif'] as const) {
      const [low, high] = [
        await make(await photograph(), { format, quality: 20 }),
        await make(await photograph(), { format, quality: 95 }),
      ];
      expect(low.bytes.byteLength, format).toBeLessThan(high.bytes.byteLength / 2);
    }
  });

  it('has the default quality of the contract', async () => {
    for (const [format, quality] of [
      ['webp', 80],
      ['jpg', 80],
      ['avif', 50],
    ] as const) {
      const [plain, named] = [
        await make(await photograph(), { format }),
        await make(await photograph(), { format, quality }),
      ];
      expect(Buffer.compare(Buffer.from(plain.bytes), Buffer.from(named.bytes)), format).toBe(0);
    }
  });
});

describe('a picture', () => {
  it('is cut at its centre when both sides are given', async () => {
    // Red, green and blue columns: the middle one stays.
    const columns = await sharp({ create: { width: 300, height: 100, channels: 3, background: '#00ff00' } })
      .composite([
        { input: { create: { width: 100, height: 100, channels: 3, background: '#ff0000' } }, left: 0, top: 0 },
        { input: { create: { width: 100, height: 100, channels: 3, background: '#0000ff' } }, left: 200, top: 0 },
      ])
      .png()
      .toBuffer();
    const made = await make(columns, { widthPx: 50, heightPx: 50 });
    expect([made.widthPx, made.heightPx]).toEqual([50, 50]);
    for (const x of [4, 25, 45]) near([0, 255, 0, 255], await pixel(made.bytes, x, 25));
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('is turned as orientation %i says, resized or not', async (orientation) => {
    // The picture as it should be seen: red at the upper left, 40 wide, 20 high.
    const upright = sharp({ create: { width: 40, height: 20, channels: 3, background: '#0000ff' } })
      .composite([
        { input: { create: { width: 20, height: 10, channels: 3, background: '#ff0000' } }, left: 0, top: 0 },
      ])
      .png();
    const source = await sharp(await store(await upright.toBuffer(), orientation))
      .withMetadata({ orientation })
      .png()
      .toBuffer();
    for (const widthPx of [null, 20]) {
      const made = await make(source, { widthPx });
      expect([made.widthPx, made.heightPx]).toEqual(widthPx === null ? [40, 20] : [20, 10]);
      near([255, 0, 0, 255], await pixel(made.bytes, 2, 2));
      near([0, 0, 255, 255], await pixel(made.bytes, made.widthPx - 3, made.heightPx - 3));
      expect((await sharp(made.bytes).metadata()).orientation).toBeUndefined();
    }
  });

  it('keeps nothing of EXIF, XMP and the colour profile', async () => {
    const source = await sharp(await photograph())
      .withIccProfile('p3')
      .withExif({ IFD0: { Copyright: 'somebody' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 3230/100' } })
      .withXmp('<?xpacket?><x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
      .jpeg()
      .toBuffer();
    const before = await sharp(source).metadata();
    expect([before.exif, before.icc, before.xmp].map(Boolean)).toEqual([true, true, true]);
    for (const format of ['webp', 'avif', 'jpg', 'png', 'gif'] as const) {
      const seen = await sharp((await make(source, { format, widthPx: null })).bytes).metadata();
      expect([format, seen.exif, seen.icc, seen.xmp]).toEqual([format, undefined, undefined, undefined]);
    }
  });

  it('has the colours of its profile, in sRGB', async () => {
    const inP3 = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#c83c3c' } })
      .withIccProfile('p3')
      .png()
      .toBuffer();
    // Written in the numbers of the wider space, and seen as what it was.
    near([200, 60, 60, 255], await pixel((await make(inP3)).bytes, 5, 5), 4);
    const raw = await sharp(inP3, { ignoreIcc: true }).raw().toBuffer();
    expect(raw[0]).toBeLessThan(195);
  });

  it.each(['000000', 'ffffff', 'ff8000'])('without alpha stands on #%s', async (background) => {
    const clear = await sharp({ create: { width: 20, height: 20, channels: 4, background: '#00000000' } })
      .png()
      .toBuffer();
    const made = await make(clear, { format: 'jpg' }, { background });
    near([...Buffer.from(background, 'hex'), 255], await pixel(made.bytes, 5, 5), 4);
    expect((await pixel((await make(clear, { format: 'webp' })).bytes, 5, 5))[3]).toBe(0);
  });

  it('is read from CMYK, from grey and from 16 bits', async () => {
    const cmyk = await sharp(await photograph())
      .toColourspace('cmyk')
      .jpeg()
      .toBuffer();
    const grey = await sharp(await photograph())
      .greyscale()
      .png()
      .toBuffer();
    const deep = await sharp(await photograph())
      .toColourspace('rgb16')
      .png()
      .toBuffer();
    for (const source of [cmyk, grey, deep]) {
      const seen = await sharp((await make(source, { format: 'webp' })).bytes).metadata();
      expect([seen.space, seen.depth, seen.width]).toEqual(['srgb', 'uchar', 100]);
    }
  });
});

/** The pixels as they must lie in a file so that `orientation` shows `upright`. */
async function store(upright: Uint8Array, orientation: number): Promise<Uint8Array> {
  const image = (bytes: Uint8Array): Sharp => sharp(bytes);
  const undo: Readonly<Record<number, (bytes: Uint8Array) => Sharp>> = {
    1: (bytes) => image(bytes),
    2: (bytes) => image(bytes).flop(),
    3: (bytes) => image(bytes).rotate(180),
    4: (bytes) => image(bytes).flip(),
    6: (bytes) => image(bytes).rotate(270),
    8: (bytes) => image(bytes).rotate(90),
  };
  if (orientation === 5)
    return image(await image(upright).flop().png().toBuffer())
      .rotate(270)
      .png()
      .toBuffer();
  if (orientation === 7)
    return image(await image(upright).flop().png().toBuffer())
      .rotate(90)
      .png()
      .toBuffer();
  return (undo[orientation] ?? image)(upright).png().toBuffer();
}

describe('an animation', () => {
  it.each(['gif', 'webp'] as const)('in %s keeps frames, times and repetitions, in WebP and in GIF', async (from) => {
    const source = await animation(from, 5);
    for (const format of ['webp', 'gif'] as const) {
      const made = await make(source, { format, widthPx: 20 });
      expect(made).toMatchObject({ widthPx: 20, heightPx: 15, frames: 5 });
      const seen = await sharp(made.bytes, { pages: -1 }).metadata();
      expect(seen).toMatchObject({ pages: 5, pageHeight: 15, loop: 3, delay: [100, 200, 100, 100, 100] });
      for (const page of [0, 4]) {
        const frame = await sharp(made.bytes, { page }).png().toBuffer();
        near([page * 50, 0, 255 - page * 50, 255], await pixel(frame, 10, 7), 16);
      }
    }
  });

  it('is cut frame by frame, and copied whole when nothing is asked', async () => {
    const source = await animation('gif', 3);
    expect(await make(source, { format: 'webp', widthPx: 10, heightPx: 20 })).toMatchObject({
      widthPx: 10,
      heightPx: 20,
      frames: 3,
    });
    expect(await make(source, { format: 'gif', widthPx: null })).toMatchObject({
      widthPx: 40,
      heightPx: 30,
      frames: 3,
    });
  });

  it('becomes no still picture', async () => {
    for (const format of ['jpg', 'png', 'avif'] as const) {
      expect(await refusalOf(make(await animation('gif', 2), { format }))).toEqual([
        'image/animated-to-static',
        undefined,
      ]);
    }
  });

  it('has 200 frames, not 201', async () => {
    expect(await make(await animation('gif', 200), { format: 'webp', widthPx: 4 })).toMatchObject({ frames: 200 });
    expect(await refusalOf(make(await animation('gif', 201), { format: 'webp' }))).toEqual([
      'image/unprocessable',
      'too-many-frames',
    ]);
  });
});

describe('a source that is no good', () => {
  const refused = (reason: string) => ['image/unprocessable', reason];

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('hello')],
    [
      'SVG',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'),
    ],
    [
      'SVG that reads a file',
      Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9"><image xlink:href="file:///etc/passwd" width="9" height="9"/></svg>',
      ),
    ],
    ['PDF', Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF')],
    ['PPM', Buffer.from('P3 1 1 255 1 2 3\n')],
    ['Radiance', Buffer.from('#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\n0000')],
    ['an OpenEXR header', Buffer.from('762f310102000000', 'hex')],
    ['a JPEG header alone', Buffer.from('ffd8ffe000104a464946', 'hex')],
  ])('is refused: %s', async (_name, source) => {
    expect(await refusalOf(make(source))).toEqual(refused('undecodable'));
  });

  it('is refused when it ends early or is damaged', async () => {
    const jpeg = await photograph();
    const png = await sharp(jpeg).png().toBuffer();
    expect(await refusalOf(make(jpeg.subarray(0, jpeg.length / 2)))).toEqual(refused('undecodable'));
    expect(await refusalOf(make(png.subarray(0, png.length / 2)))).toEqual(refused('undecodable'));
    const damaged = Buffer.from(png);
    damaged.fill(0x55, png.length >> 1, (png.length >> 1) + 400);
    expect(await refusalOf(make(damaged))).toEqual(refused('undecodable'));
  });

  it('is refused by its header when it would unfold into too many pixels', async () => {
    const bomb = await sharp({
      create: { width: 5000, height: 5000, channels: 3, background: '#000' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(bomb.byteLength).toBeLessThan(100_000);
    // What comes after its header is not even there.
    expect(await refusalOf(make(bomb.subarray(0, 64)))).toEqual(refused('too-many-pixels'));
    // Each frame is small; all of them are not.
    expect(await refusalOf(make(await animation('gif', 100), { format: 'webp' }, { maxPixels: 100_000 }))).toEqual(
      refused('too-many-pixels'),
    );
  });

  it('is refused when the file is too large', async () => {
    expect(await refusalOf(make(await photograph(), {}, { maxSourceBytes: 1000 }))).toEqual(refused('too-many-bytes'));
  });

  it('is refused in time when it takes too long, even where the encoder cannot be stopped', async () => {
    const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
    const grain = await sharp({ create: { width: 900, height: 900, channels: 3, background: '#000', noise } })
      .png({ compressionLevel: 0 })
      .toBuffer();
    const making = make(grain, { format: 'avif', widthPx: null }, { maxSourceBytes: 2 ** 26, maxSeconds: 0.1 });
    expect(await refusalOf(making)).toEqual(refused('too-slow'));
    expect(sharp.counters().process).toBe(1);
  });
});
