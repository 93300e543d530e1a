import { expect, it } from 'vitest';
import { avifEffort } from './avif-effort.ts';

it.each([
  [640 * 480, 4],
  [500_000, 4],
  [500_001, 2],
  [1920 * 1080, 2],
  [4_000_001, 0],
])('%i pixels are worth effort %i', (pixels, effort) => {
  expect(avifEffort(pixels)).toBe(effort);
});
