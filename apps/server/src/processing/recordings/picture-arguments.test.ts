import { planSprite } from '@sluice/media';
import { describe, expect, it } from 'vitest';
import type { FilmFile } from '../source/film-file.ts';
import { spriteArguments } from './picture-arguments.ts';

const film: FilmFile = {
  path: '/films/a.mp4',
  isIndexed: true,
  facts: {
    ...{ etag: 'e', demuxer: 'mov', durationSeconds: 3600, audio: null },
    timeline: {
      frameRate: { numerator: 25, denominator: 1 },
      ...{ ticksPerSecond: 25_000, ticksPerFrame: 1000, zeroTicks: 0 },
    },
    video: {
      ...{ streamIndex: 0, codec: 'h264', codedWidth: 320, codedHeight: 180, displayWidth: 320, displayHeight: 180 },
      ...{ isRotated: false, isInterlaced: false, isHdr: false, pixelFormat: 'yuv420p', x264Build: null },
    },
  },
};
const spriteOf = (seconds: number) => ({
  grid: planSprite({ maxFrames: 100, tileWidth: 160 }, { seconds, width: 320, height: 180 }),
  path: '/scratch/sprite.jpg',
});
const thumbnail = (mayMove: boolean) => ({
  ...{ start: { seconds: 1, mayMove }, width: 160, height: 90, path: '/scratch/thumbnail.jpg' },
});

describe('the arguments of a sprite', () => {
  it('have key frames alone decoded where pictures are ten seconds apart, unless an exact one is wanted', () => {
    expect(spriteArguments(film, spriteOf(1000), null)).toContain('nokey');
    expect(spriteArguments(film, spriteOf(1000), thumbnail(true))).toContain('nokey');
    expect(spriteArguments(film, spriteOf(1000), thumbnail(false))).not.toContain('nokey');
    expect(spriteArguments(film, spriteOf(999), null)).not.toContain('nokey');
  });

  it('open the film once, for one picture or two', () => {
    const [one, two] = [
      spriteArguments(film, spriteOf(60), null),
      spriteArguments(film, spriteOf(60), thumbnail(true)),
    ];
    expect([one, two].map((args) => args.filter((arg) => arg === '-i').length)).toEqual([1, 1]);
    expect([one, two].map((args) => args.filter((arg) => arg === '-map').length)).toEqual([1, 2]);
  });
});
