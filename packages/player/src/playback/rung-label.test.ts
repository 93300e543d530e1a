import { expect, test } from 'vitest';
import { rungLabel } from './rung-label.ts';

// Sizes: media contract §11.2.
test.each([
  [1920, 1080, '1080p'],
  [852, 480, '480p'],
  [854, 480, '480p'],
  [426, 240, '240p'],
  [608, 1080, '1080p'],
  [406, 720, '720p'],
  [1440, 1080, '1080p'],
  [1280, 536, '720p'],
  [640, 268, '360p'],
  [1920, 810, '1080p'],
  [3840, 2160, '2160p'],
])('%d×%d is the rung %s', (widthPx, heightPx, label) => {
  expect(rungLabel(widthPx, heightPx)).toBe(label);
});

test('a size that fills no box goes by its height', () => {
  expect(rungLabel(320, 180)).toBe('180p');
});
