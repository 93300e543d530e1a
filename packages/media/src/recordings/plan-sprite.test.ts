import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSpriteVtt, planSprite, spriteCues } from './plan-sprite.ts';

const wish = { maxFrames: 100, tileWidth: 160 };

describe('a sprite', () => {
  it.each([
    [0.04, 1, 1, 1],
    [3, 3, 3, 1],
    [29.96, 30, 10, 3],
    [100, 100, 10, 10],
    [3600, 100, 10, 10],
  ])('of %s seconds has %i pictures in %i columns and %i rows', (seconds, frames, columns, rows) => {
    const grid = planSprite(wish, { seconds, width: 1920, height: 1080 });
    expect(grid).toMatchObject({ frames, columns, rows, tileWidth: 160, tileHeight: 90 });
    expect(grid.intervalSeconds * frames).toBeCloseTo(seconds);
  });

  it('is never larger than the film, nor than browsers can show', () => {
    const film = fc.record({
      seconds: fc.double({ min: 0.01, max: 864_000, noNaN: true }),
      width: fc.integer({ min: 2, max: 8192 }),
      height: fc.integer({ min: 2, max: 8192 }),
    });
    const wishes = fc.record({
      maxFrames: fc.integer({ min: 1, max: 400 }),
      tileWidth: fc.integer({ min: 16, max: 640 }),
    });
    fc.assert(
      fc.property(film, wishes, (of, wanted) => {
        const { frames, columns, rows, tileWidth, tileHeight } = planSprite(wanted, of);
        expect(columns * rows).toBeGreaterThanOrEqual(frames);
        expect(columns * (rows - 1)).toBeLessThan(frames);
        expect(Math.max(columns * tileWidth, rows * tileHeight)).toBeLessThanOrEqual(16_000);
        expect(tileWidth).toBeLessThanOrEqual(of.width);
        expect([tileWidth % 2, tileHeight % 2]).toEqual([0, 0]);
      }),
    );
  });

  it('has a cue for every moment, each with a rectangle of its own inside of it', () => {
    const grid = planSprite(wish, { seconds: 23.7, width: 320, height: 180 });
    const cues = spriteCues(grid);
    expect(cues).toHaveLength(24);
    expect(cues[0]?.startSeconds).toBe(0);
    expect(cues.at(-1)?.endSeconds).toBeCloseTo(23.7);
    expect(new Set(cues.map(({ x, y }) => `${x},${y}`)).size).toBe(24);
    for (const [index, cue] of cues.slice(1).entries()) expect(cue.startSeconds).toBe(cues[index]?.endSeconds);
    expect(cues[13]).toMatchObject({ x: 480, y: 90, width: 160, height: 90 });
  });

  it('is told to players as WebVTT', () => {
    const grid = planSprite(wish, { seconds: 3661.5, width: 320, height: 180 });
    const text = formatSpriteVtt(spriteCues(grid).slice(-1), 'https://example.com/a_sprite.jpg');
    expect(text).toBe(
      'WEBVTT\n\n01:00:24.885 --> 01:01:01.500\nhttps://example.com/a_sprite.jpg#xywh=1440,810,160,90\n',
    );
  });
});
