import { describe, expect, it } from 'vitest';
import { canonicalOptions, completeOptions } from './parse-options.ts';

const read = (outputs: unknown) => canonicalOptions('image:thumbnail', { outputs });
const thumb = { variant: 'thumb', width: 300, format: 'webp' };
const problemOf = (outputs: unknown): string => {
  const reading = read(outputs);
  return reading.ok ? 'none' : reading.problem;
};

describe('options of image:thumbnail', () => {
  it('make one small WebP where nothing is asked for', () => {
    for (const raw of [undefined, null, {}, { outputs: null }, { outputs: [] }]) {
      const reading = canonicalOptions('image:thumbnail', raw);
      expect(reading).toEqual({ ok: true, fields: {} });
      expect(completeOptions('image:thumbnail', {}).options).toEqual({
        outputs: [{ variant: 'thumb', widthPx: 300, heightPx: null, format: 'webp' }],
      });
    }
  });

  it('are the same for the same picture, however they are written', () => {
    const readings = [
      [{ variant: 'hero', width: 640.9, height: 0, format: 'JPEG' }],
      [{ format: 'jpg', height: null, width: 640, variant: 'hero' }],
    ].map((outputs) => JSON.stringify(read(outputs)));
    expect(readings[0]).toBe(readings[1]);
    expect(readings[0]).toContain('{"format":"jpg","variant":"hero","width":640}');
  });

  it.each([
    ['thumb', 'outputs must be an array'],
    [{ 0: thumb }, 'outputs must be an array'],
    [[null], 'outputs [0] variant is required'],
    [['thumb'], 'outputs [0] must be an object'],
    [[{ ...thumb, quality: 80 }], 'outputs [0] json: unknown field "quality"'],
    [[{ width: 300, format: 'webp' }], 'outputs [0] variant is required'],
    [[{ variant: 'thumb' }], 'outputs [0] format is required'],
    [[{ ...thumb, format: '' }], 'outputs [0] format must be webp, avif, jpg, png or gif'],
    [[{ ...thumb, format: 'bmp' }], 'outputs [0] format must be webp, avif, jpg, png or gif'],
    [[{ ...thumb, variant: '../up' }], 'outputs [0] variant must be 1 to 64 of the characters A-Z a-z 0-9 _ -'],
    [[{ ...thumb, variant: 'a'.repeat(65) }], 'outputs [0] variant must be '],
    [[{ ...thumb, variant: '' }], 'outputs [0] variant must be '],
    [[{ ...thumb, width: '300' }], 'outputs [0] width must be a number'],
    [[{ ...thumb, width: -1 }], 'outputs [0] width must be from 0 to 16383'],
    [[{ ...thumb, height: 20_000 }], 'outputs [0] height must be from 0 to 16383'],
    [[thumb, { ...thumb, format: 'png' }], 'outputs [1] variant thumb comes twice'],
    [Array.from({ length: 33 }, (_, index) => ({ ...thumb, variant: `v${index}` })), 'outputs must be at most 32'],
  ])('refuse %j', (outputs, problem) => {
    expect(problemOf(outputs)).toContain(problem);
  });
});
