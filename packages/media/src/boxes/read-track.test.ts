import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { audioEntry, esds, handmadeInit, videoEntry } from '../../test/support/handmade-init.ts';
import { MalformedMediaError, UnsupportedMediaError } from '../errors/media-errors.ts';
import { ascii, u8 } from './big-endian.ts';
import { withEditList, withoutEditList } from './edit-list.ts';
import { readTrack } from './read-track.ts';
import { writeBox } from './write-box.ts';

const avc = videoEntry('avc1', writeBox('avcC', u8(1, 0x64, 0, 0x1f)));
/** AAC-LC (2), 48 kHz (3), 6 channels. */
const aac = audioEntry('mp4a', esds(0b00010_0011_0110_000));

describe('readTrack', () => {
  it('tells an H.264 track', () => {
    expect(readTrack(handmadeInit({ sampleEntry: avc, timescale: 90000 }))).toEqual({
      kind: 'video',
      trackId: 1,
      codec: 'avc1.64001f',
      timescale: 90000,
      width: 640,
      height: 360,
      mediaTime: 0,
      startGapSeconds: 0,
      sampleDefaults: { durationTicks: 0, sizeBytes: 0, flags: 0 },
    });
  });

  it.each([
    ['8-bit main profile', u8(0x81, 0x08, 0x0c), 'av01.0.08M.08'],
    ['10-bit high tier', u8(0x81, 0x0d, 0xcc), 'av01.0.13H.10'],
    ['12-bit professional profile', u8(0x81, 0x4c, 0x60), 'av01.2.12M.12'],
  ])('writes the codec string of AV1, %s', (_name, configuration, codec) => {
    expect(readTrack(handmadeInit({ sampleEntry: videoEntry('av01', writeBox('av1C', configuration)) })).codec).toBe(
      codec,
    );
  });

  it('believes the AAC configuration more than the sample entry', () => {
    const track = readTrack(handmadeInit({ sampleEntry: aac }));
    expect(track).toMatchObject({ kind: 'audio', codec: 'mp4a.40.2', channels: 6, sampleRate: 48000 });
  });

  it('believes the sample entry where the AAC configuration is silent', () => {
    const silent = audioEntry('mp4a', esds(0b00010_1111_0000_000));
    expect(readTrack(handmadeInit({ sampleEntry: silent }))).toMatchObject({ channels: 2, sampleRate: 44100 });
  });

  it('reads descriptor sizes of four groups, as QuickTime writes them', () => {
    const long = esds(0b00010_0100_0010_000, (size) => u8(0x80, 0x80, 0x80, size));
    expect(readTrack(handmadeInit({ sampleEntry: audioEntry('mp4a', long) })).codec).toBe('mp4a.40.2');
  });

  it('finds the start of the presentation behind empty edits', () => {
    const edits = [
      [500, -1],
      [250, -1],
      [0, 1024],
    ] as const;
    expect(readTrack(handmadeInit({ sampleEntry: aac, edits }))).toMatchObject({
      mediaTime: 1024,
      startGapSeconds: 0.75,
    });
  });

  it('finds no edit list once it is taken out', () => {
    const init = withoutEditList(handmadeInit({ sampleEntry: aac, edits: [[0, 1024]] }));
    expect(init).toEqual(handmadeInit({ sampleEntry: aac }));
    expect(readTrack(init).mediaTime).toBe(0);
  });

  it.each([
    [],
    [
      [250, -1],
      [0, 1024],
    ] as const,
  ])('finds the one edit that replaced %j', (...edits) => {
    const init = withEditList(handmadeInit({ sampleEntry: aac, edits }), 2002);
    expect(readTrack(init)).toMatchObject({ mediaTime: 2002, startGapSeconds: 0 });
  });

  it.each([
    ['a codec that it does not know', handmadeInit({ sampleEntry: videoEntry('hvc1') })],
    ['two tracks', handmadeInit({ sampleEntry: aac }, { sampleEntry: avc })],
  ])('says that it does not do %s', (_name, init) => {
    expect(() => readTrack(init)).toThrow(UnsupportedMediaError);
  });

  it.each([
    ['no track', handmadeInit()],
    ['a track without a clock', handmadeInit({ sampleEntry: aac, timescale: 0 })],
    ['a codec without its configuration', handmadeInit({ sampleEntry: videoEntry('avc1') })],
    ['another file', ascii('RIFF....WAVE')],
  ])('refuses %s', (_name, init) => {
    expect(() => readTrack(init)).toThrow(MalformedMediaError);
  });

  it('ends with a track or a typed error whatever bytes are changed', () => {
    const init = handmadeInit({ sampleEntry: aac, edits: [[0, 1024]] });
    const change = fc.tuple(fc.nat({ max: init.length - 1 }), fc.nat({ max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const damaged = init.slice();
        for (const [position, value] of changes) damaged[position] = value;
        try {
          readTrack(damaged);
        } catch (error) {
          expect([MalformedMediaError, UnsupportedMediaError]).toContain((error as Error).constructor);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
