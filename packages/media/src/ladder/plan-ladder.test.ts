import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nominalBitrate } from './nominal-bitrate.ts';
import { planLadder } from './plan-ladder.ts';

const sizes = (displayWidth: number, displayHeight: number) =>
  planLadder({ displayWidth, displayHeight }, ['h264']).map(({ id, width, height }) => `${id} ${width}×${height}`);

const fullLadder = ['r1080', 'r720', 'r480', 'r360', 'r240'];
const named = (names: string[], outputs: string[]) => names.map((name, index) => `${name}_h264 ${outputs[index]}`);
const landscape = ['1920×1080', '1280×720', '854×480', '640×360', '426×240'];

/** Vylux contract §11.2, "Checked sizes". */
const checkedSizes: [width: number, height: number, rungs: string[]][] = [
  [1920, 1080, named(fullLadder, landscape)],
  [3840, 2160, named(fullLadder, landscape)],
  [1080, 1920, named(fullLadder, ['608×1080', '406×720', '270×480', '202×360', '136×240'])],
  [1440, 1080, named(fullLadder, ['1440×1080', '960×720', '640×480', '480×360', '320×240'])],
  [640, 360, named(['r360', 'r240'], ['640×360', '426×240'])],
  [320, 180, named(['r240'], ['320×180'])],
  [1920, 804, named(fullLadder.slice(1), ['1280×536', '854×358', '640×268', '426×178'])],
  [2560, 1080, named(fullLadder, ['1920×810', '1280×540', '854×360', '640×270', '426×180'])],
  [1921, 1081, named(fullLadder, ['1920×1080', '1280×720', '852×480', '640×360', '426×240'])],
];

describe('planLadder', () => {
  it.each(checkedSizes)('plans %i×%i as the contract has it', (width, height, rungs) => {
    expect(sizes(width, height)).toEqual(rungs);
  });

  it('orders codec by codec as given, high to low within each', () => {
    const rungs = planLadder({ displayWidth: 640, displayHeight: 360 }, ['av1', 'h264']);
    expect(rungs).toEqual([
      { id: 'r360_av1', codec: 'av1', width: 640, height: 360, crf: 36, nominalBitrate: 300_000 },
      { id: 'r240_av1', codec: 'av1', width: 426, height: 240, crf: 38, nominalBitrate: 180_000 },
      { id: 'r360_h264', codec: 'h264', width: 640, height: 360, crf: 26, nominalBitrate: 500_000 },
      { id: 'r240_h264', codec: 'h264', width: 426, height: 240, crf: 28, nominalBitrate: 300_000 },
    ]);
  });

  it('keeps every picture even, within its source and of its shape', () => {
    const side = fc.integer({ min: 2, max: 8192 });
    fc.assert(
      fc.property(side, side, (displayWidth, displayHeight) => {
        const rungs = planLadder({ displayWidth, displayHeight }, ['h264']);
        expect(rungs.length).toBeGreaterThan(0);
        for (const { width, height } of rungs) {
          expect([width % 2, height % 2]).toEqual([0, 0]);
          expect(width <= displayWidth && height <= displayHeight).toBe(true);
          const exactWidth = (height * displayWidth) / displayHeight;
          const exactHeight = (width * displayHeight) / displayWidth;
          expect(Math.min(Math.abs(width - exactWidth), Math.abs(height - exactHeight))).toBeLessThan(3);
        }
      }),
    );
  });

  it('gives the smallest possible picture for a source of one pixel', () => {
    expect(sizes(1, 1)).toEqual(['r240_h264 2×2']);
  });

  it('refuses a picture without sides', () => {
    expect(() => planLadder({ displayWidth: 0, displayHeight: 1080 }, ['h264'])).toThrow(RangeError);
  });
});

describe('nominalBitrate', () => {
  it.each([
    [1080, 5_000_000],
    [1079, 2_500_000],
    [720, 2_500_000],
    [480, 1_000_000],
    [360, 500_000],
    [240, 300_000],
    [180, 200_000],
  ])('goes by output height: %i lines are %i bits per second', (height, bitsPerSecond) => {
    expect(nominalBitrate(height, 'h264')).toBe(bitsPerSecond);
  });
});
