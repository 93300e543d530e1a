import { describe, expect, it } from 'vitest';
import { MalformedMediaError } from '../errors/media-errors.ts';
import { fragmentTicks, readFragmentClock } from './fragment-clock.ts';
import { writeBox } from './write-box.ts';

const u32 = (...values: number[]): Uint8Array =>
  new Uint8Array(values.flatMap((value) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]));
const full = (type: string, flags: number, ...fields: number[]): Uint8Array => writeBox(type, u32(flags, ...fields));
const handler = (word: string): Uint8Array =>
  writeBox('hdlr', u32(0, 0), new TextEncoder().encode(word), new Uint8Array(13));

const track = (id: number, timescale: number, kind: string): Uint8Array =>
  writeBox('trak', full('tkhd', 0, 0, 0, id), writeBox('mdia', full('mdhd', 0, 0, 0, timescale, 0), handler(kind)));
const trex = (id: number, duration: number): Uint8Array => full('trex', 0, id, 1, duration, 0, 0);
const join = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const movie = join(track(1, 48_000, 'soun'), track(2, 12_800, 'vide'), writeBox('mvex', trex(1, 1024), trex(2, 512)));
const clock = { trackId: 2, timescale: 12_800, durationTicks: 512 };

describe('the clock of a fragmented file', () => {
  it('is that of its picture, wherever among the tracks', () => {
    expect(readFragmentClock(movie)).toEqual(clock);
  });

  it('is that of its sound where there is no picture', () => {
    const sound = join(track(1, 48_000, 'soun'), writeBox('mvex', trex(1, 1024)));
    expect(readFragmentClock(sound)).toEqual({ trackId: 1, timescale: 48_000, durationTicks: 1024 });
  });

  it('is none of a file that is not fragmented, and an error where a description is missing', () => {
    expect(readFragmentClock(track(1, 48_000, 'vide'))).toBeNull();
    expect(() => readFragmentClock(join(track(1, 1000, 'vide'), writeBox('mvex', trex(2, 1))))).toThrow(
      MalformedMediaError,
    );
    expect(() => readFragmentClock(join(track(1, 0, 'vide'), writeBox('mvex', trex(1, 1))))).toThrow(
      MalformedMediaError,
    );
  });
});

describe('the length of a fragment', () => {
  const fragment = (...boxes: Uint8Array[]): Uint8Array => writeBox('traf', ...boxes);

  it.each([
    ['of the movie', fragment(full('tfhd', 0, 2), full('trun', 0, 3)), 3 * 512],
    ['of the fragment, behind other fields', fragment(full('tfhd', 0xb, 2, 0, 0, 1, 600), full('trun', 1, 3, 0)), 1800],
    ['of each sample', fragment(full('tfhd', 0, 2), full('trun', 0x305, 2, 0, 0, 500, 9, 700, 9)), 1200],
    ['of all its runs', fragment(full('tfhd', 0, 2), full('trun', 0, 1), full('trun', 0, 1)), 1024],
    ['of no samples for another track', fragment(full('tfhd', 0, 1), full('trun', 0, 9)), 0],
  ])('is the sum %s', (_what, moof, ticks) => {
    expect(fragmentTicks(moof, clock)).toBe(ticks);
  });

  it('is not read behind the end of a run', () => {
    expect(() => fragmentTicks(fragment(full('tfhd', 0, 2), full('trun', 0x100, 9, 1)), clock)).toThrow(
      MalformedMediaError,
    );
  });
});
