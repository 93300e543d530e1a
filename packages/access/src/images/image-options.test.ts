import fc from 'fast-check';
import { expect, it } from 'vitest';
import { imageOptions } from '../../test/arbitraries.ts';
import { formatImageOptions, parseImageOptions } from './image-options.ts';
import { parseImageFormat } from './image-rendering.ts';

it('reads back what it writes', () => {
  fc.assert(
    fc.property(imageOptions, (options) => {
      expect(parseImageOptions(formatImageOptions(options))).toEqual(options);
    }),
  );
});

it.each([
  ['q80_w0300', 'w300_q80'],
  ['w1_w2', 'w2'],
  ['h0_w0', 'w0_h0'],
  ['q100', 'q100'],
  ['w000', 'w0'],
  ['w999999999999999', 'w999999999999999'],
])('%s is canonically %s', (text, canonical) => {
  const options = parseImageOptions(text);
  expect(options && formatImageOptions(options)).toBe(canonical);
});

it.each([
  '',
  '_',
  'w',
  'w300_',
  '_w300',
  'w300__h1',
  'W300',
  'x1',
  'w-1',
  'w+1',
  'w1.5',
  'w1e3',
  'q0',
  'q101',
  'w٣',
  'w1 ',
  'w%33',
  'w1000000000000000',
  `w1${'_w1'.repeat(60)}`,
])('refuses %j', (text) => {
  expect(parseImageOptions(text)).toBeNull();
});

it.each([
  ['webp', 'webp'],
  ['JPEG', 'jpg'],
  ['Jpg', 'jpg'],
  ['bmp', null],
  ['', null],
  ['svg', null],
])('the extension %j stands for %s', (extension, format) => {
  expect(parseImageFormat(extension)).toBe(format);
});
