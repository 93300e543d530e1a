import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MalformedMediaError, UnsupportedMediaError } from '../errors/media-errors.ts';
import { concatBytes, i32, u32, u64 } from './big-endian.ts';
import { nonSyncSampleFlags, trackFragmentFlag, trackRunFlag } from './fragment-flags.ts';
import { findBoxes, requireBox } from './parse-boxes.ts';
import { readDecodeTime, readSamples } from './read-samples.ts';
import { writeBox, writeFullBox } from './write-box.ts';
import { writeSegment } from './write-segment.ts';

const track = { trackId: 1, sampleDefaults: { durationTicks: 512, sizeBytes: 3, flags: nonSyncSampleFlags } };

const sample = fc.record({
  durationTicks: fc.integer({ min: 0, max: 0xffff_ffff }),
  compositionOffsetTicks: fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff }),
  isSync: fc.boolean(),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 30 }),
});

describe('writeSegment', () => {
  it('is read back sample for sample', () => {
    const time = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(fc.array(sample), time, fc.nat(), (samples, baseDecodeTimeTicks, sequence) => {
        const segment = writeSegment({ trackId: 1, sequence, baseDecodeTimeTicks, samples });
        expect(readSamples(segment, track)).toEqual(samples);
        expect(readDecodeTime(segment)).toBe(baseDecodeTimeTicks);
        expect(requireBox(segment, 'moof', 'mfhd').payload).toEqual(u32(0, sequence));
        expect(findBoxes(segment, 'mdat').map(({ payload }) => payload)).toEqual([
          concatBytes(samples.map(({ bytes }) => bytes)),
        ]);
      }),
    );
  });
});

/** A fragment written by hand: `runs` as they are, over media data of the bytes 0, 1, 2, …. */
function fragment(headerFlags: number, headerFields: Uint8Array, ...runs: Uint8Array[]): Uint8Array {
  const header = writeFullBox('tfhd', 0, headerFlags, u32(1), headerFields);
  const time = writeFullBox('tfdt', 0, 0, u32(90));
  const moof = writeBox('moof', writeFullBox('mfhd', 0, 0, u32(1)), writeBox('traf', header, time, ...runs));
  return concatBytes([
    moof,
    writeBox(
      'mdat',
      Uint8Array.from({ length: 40 }, (_, index) => index),
    ),
  ]);
}

function run(version: number, flags: number, ...fields: Uint8Array[]): Uint8Array {
  return writeFullBox('trun', version, flags, ...fields);
}

const nothing = new Uint8Array(0);
const { defaultBaseIsMoof, defaultSampleDuration, defaultSampleFlags, defaultSampleSize } = trackFragmentFlag;
/** Bytes of `fragment` before the media data when it has one run of 20 bytes and no header fields. */
const mediaStart = 8 + 16 + 8 + 16 + 16 + 20 + 8;

describe('readSamples', () => {
  it('takes everything from the init section when the fragment says nothing', () => {
    const samples = readSamples(fragment(defaultBaseIsMoof, nothing, run(0, 1, u32(2), i32(mediaStart))), track);
    const common = { durationTicks: 512, compositionOffsetTicks: 0, isSync: false };
    expect(samples).toEqual([
      { ...common, bytes: Uint8Array.of(0, 1, 2) },
      { ...common, bytes: Uint8Array.of(3, 4, 5) },
    ]);
  });

  it('prefers what the fragment says to the init section', () => {
    const flags = defaultBaseIsMoof | defaultSampleDuration | defaultSampleSize | defaultSampleFlags;
    const bytes = fragment(flags, u32(1024, 4, 0), run(0, 1, u32(1), i32(mediaStart + 12)));
    expect(readSamples(bytes, track)).toEqual([
      { durationTicks: 1024, compositionOffsetTicks: 0, isSync: true, bytes: Uint8Array.of(0, 1, 2, 3) },
    ]);
  });

  it('gives the first sample of a run flags of its own', () => {
    const { dataOffset, firstSampleFlags } = trackRunFlag;
    const bytes = fragment(0, nothing, run(0, dataOffset | firstSampleFlags, u32(2), i32(mediaStart + 4), u32(0)));
    expect(readSamples(bytes, track).map(({ isSync }) => isSync)).toEqual([true, false]);
  });

  it('follows one run with the next where that has no offset', () => {
    const { dataOffset, sampleSize } = trackRunFlag;
    const first = run(0, dataOffset | sampleSize, u32(1), i32(mediaStart + 24), u32(5));
    const second = run(0, sampleSize, u32(1), u32(2));
    const samples = readSamples(fragment(0, nothing, first, second), track);
    expect(samples.map(({ bytes }) => [...bytes])).toEqual([
      [0, 1, 2, 3, 4],
      [5, 6],
    ]);
  });

  it.each([
    [0, 0xffff_ff00],
    [1, -256],
  ])('reads composition offsets of a run of version %i', (version, expected) => {
    const { dataOffset, sampleCompositionTimeOffset } = trackRunFlag;
    const flags = dataOffset | sampleCompositionTimeOffset;
    const bytes = fragment(0, nothing, run(version, flags, u32(1), i32(mediaStart + 4), u32(0xffff_ff00)));
    expect(readSamples(bytes, track)[0]?.compositionOffsetTicks).toBe(expected);
  });

  it.each([
    ['a sample that starts before its fragment', run(0, 1, u32(1), i32(-1))],
    ['a sample that ends after its fragment', run(0, 1, u32(1), i32(mediaStart + 38))],
    ['more samples than bytes', run(0, 1, u32(0xffff_ffff), i32(0))],
    ['a run that is cut off', run(0, 1 | trackRunFlag.sampleSize, u32(9), i32(mediaStart))],
  ])('refuses %s', (_name, bytes) => {
    expect(() => readSamples(fragment(0, nothing, bytes), track)).toThrow(MalformedMediaError);
  });

  it('refuses runs that count the same bytes as samples over and over', () => {
    const empty = { ...track, sampleDefaults: { ...track.sampleDefaults, sizeBytes: 0 } };
    const runs = Array.from({ length: 20 }, () => run(0, 0, u32(100)));
    expect(() => readSamples(fragment(0, nothing, ...runs), empty)).toThrow(MalformedMediaError);
  });

  it('refuses what it cannot address', () => {
    const absolute = fragment(trackFragmentFlag.baseDataOffset, u64(0), run(0, 0, u32(1)));
    expect(() => readSamples(absolute, track)).toThrow(UnsupportedMediaError);
  });

  it('refuses a fragment of another track', () => {
    const segment = writeSegment({ trackId: 2, sequence: 1, baseDecodeTimeTicks: 0, samples: [] });
    expect(() => readSamples(segment, track)).toThrow('track 2 where track 1 was expected');
  });

  it('ends with samples or a typed error whatever bytes are changed', () => {
    const samples = [{ durationTicks: 1, compositionOffsetTicks: 0, isSync: true, bytes: Uint8Array.of(1, 2, 3) }];
    const segment = writeSegment({ trackId: 1, sequence: 1, baseDecodeTimeTicks: 0, samples });
    const change = fc.tuple(fc.nat({ max: segment.length - 1 }), fc.nat({ max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const damaged = segment.slice();
        for (const [position, value] of changes) damaged[position] = value;
        try {
          readSamples(damaged, track);
        } catch (error) {
          expect([MalformedMediaError, UnsupportedMediaError]).toContain((error as Error).constructor);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
