import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CanvasSize, type Layout, placeTiles } from './place-tiles.ts';
import type { Person, Tile } from './scene.ts';

const sizes: readonly CanvasSize[] = [
  [1920, 1080],
  [1280, 720],
  [1080, 1920],
  [720, 1280],
  [1080, 1080],
  [720, 720],
].map(([width = 0, height = 0]) => ({ width, height }));
const hd = { width: 1280, height: 720 };

const track = (peer: string, tid = 'camera') => ({ peer, tid });
const people = (count: number): Person[] =>
  Array.from({ length: count }, (_, index) => ({ camera: track(`p${index}`), screen: null }));
const area = ({ place }: Tile): number => place.width * place.height;
const overlap = ({ place: a }: Tile, { place: b }: Tile): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('placeTiles', () => {
  it('keeps every tile within the canvas, on even pixels, beside the others', () => {
    const layouts = fc.constantFrom<Layout>('gallery', 'active-speaker', 'crop');
    const scenes = fc.tuple(fc.integer({ min: 0, max: 14 }), fc.integer({ min: -1, max: 13 }), fc.boolean());
    fc.assert(
      fc.property(layouts, fc.constantFrom(...sizes), scenes, (layout, size, [count, speaker, hasScreen]) => {
        const all = people(count);
        if (hasScreen && count > 0) all[count - 1] = { camera: track('p'), screen: track('p', 'screen') };
        const tiles = placeTiles(layout, size, { people: all, speaker });
        for (const { place } of tiles) {
          expect([place.x, place.y, place.width, place.height].every((n) => n % 2 === 0 && n >= 0)).toBe(true);
          expect(place.width > 0 && place.height > 0).toBe(true);
          expect(place.x + place.width <= size.width && place.y + place.height <= size.height).toBe(true);
        }
        const isApart = tiles.every((a, index) => tiles.slice(index + 1).every((b) => !overlap(a, b)));
        expect(isApart).toBe(true);
      }),
    );
  });

  it.each(sizes)('shows ten people at most in a gallery of $width × $height', (size) => {
    expect(placeTiles('gallery', size, { people: people(12), speaker: -1 })).toHaveLength(10);
  });

  it('shows who speaks among those ten', () => {
    const tiles = placeTiles('gallery', hd, { people: people(12), speaker: 11 });
    expect(tiles.at(-1)?.track).toEqual(track('p11'));
  });

  it('puts two people side by side on a wide canvas and one above the other on a high one', () => {
    const [left, right] = placeTiles('gallery', hd, { people: people(2), speaker: -1 });
    expect(left?.place.y).toBe(right?.place.y);
    const [upper, lower] = placeTiles('gallery', { width: 720, height: 1280 }, { people: people(2), speaker: -1 });
    expect(upper?.place.x).toBe(lower?.place.x);
  });

  it.each<Layout>(['gallery', 'active-speaker', 'crop'])('gives a shared screen the larger area: %s', (layout) => {
    const all = [...people(3), { camera: track('s'), screen: track('s', 'screen') }];
    for (const size of sizes) {
      const [screen, ...others] = placeTiles(layout, size, { people: all, speaker: 0 });
      expect(screen).toMatchObject({ track: track('s', 'screen'), fit: 'contain' });
      expect(others.every((tile) => area(tile) * 2 < area(screen as Tile))).toBe(true);
    }
  });

  it('shows the speaker alone and without a border', () => {
    expect(placeTiles('active-speaker', hd, { people: people(3), speaker: 1 })).toEqual([
      { track: track('p1'), place: { x: 0, y: 0, ...hd }, fit: 'contain' },
    ]);
  });

  it('shows somebody while nobody has spoken yet', () => {
    const all = [{ camera: null, screen: null }, ...people(1)];
    expect(placeTiles('active-speaker', hd, { people: all, speaker: -1 })[0]?.track).toEqual(track('p0'));
  });

  it.each([1, 2, 3, 5, 7, 10])('fills the canvas with %i people where it crops', (count) => {
    for (const size of sizes) {
      const tiles = placeTiles('crop', size, { people: people(count), speaker: -1 });
      expect(tiles.reduce((sum, tile) => sum + area(tile), 0)).toBe(size.width * size.height);
    }
  });

  it('keeps a place for who has no picture', () => {
    const all = [...people(1), { camera: null, screen: null }];
    expect(placeTiles('gallery', hd, { people: all, speaker: -1 }).map((tile) => tile.track)).toEqual([
      track('p0'),
      null,
    ]);
  });
});
