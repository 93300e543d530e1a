import { expect, test } from 'vitest';
import { layOutTiles } from './tile-layout.ts';

const gapPx = 10;

test.each([
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 2],
  [6, 3],
  [9, 3],
  [12, 4],
])('%i tiles stand in %i columns in a window of 1280 by 700', (count, columns) => {
  expect(layOutTiles(count, 1280, 700, gapPx).columns).toBe(columns);
});

test.each([
  [1, 1],
  [2, 1],
  [4, 2],
  [8, 2],
  [12, 3],
])('%i tiles stand in %i columns on a phone', (count, columns) => {
  expect(layOutTiles(count, 374, 700, gapPx).columns).toBe(columns);
});

test('all tiles fit, whatever the window', () => {
  for (const [width, height] of [
    [1280, 700],
    [374, 700],
    [900, 200],
    [300, 300],
  ] as const) {
    for (let count = 1; count <= 20; count += 1) {
      const { columns, widthPx, heightPx } = layOutTiles(count, width, height, gapPx);
      const rows = Math.ceil(count / columns);
      expect(columns * widthPx + (columns - 1) * gapPx).toBeLessThanOrEqual(width);
      expect(rows * heightPx + (rows - 1) * gapPx).toBeLessThanOrEqual(height);
      expect(widthPx * heightPx).toBeGreaterThan(0);
    }
  }
});

test('an area that is not there has tiles of no size', () => {
  expect(layOutTiles(0, 0, 0, gapPx)).toMatchObject({ widthPx: 0, heightPx: 0 });
});
