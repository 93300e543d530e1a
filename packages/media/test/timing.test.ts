import { describe, expect, it } from 'vitest';
import { readDecodeTime, readSamples, readTrack, segmentFrames, timescaleFor } from '../src/index.ts';
import { encodeAudio, encodeVideo, probePackets, sampleClip, sweep } from './support/ffmpeg.ts';
import { joined, type Packaged, packageStream } from './support/package.ts';

const rates = [
  { numerator: 30, denominator: 1 },
  { numerator: 30000, denominator: 1001 },
  { numerator: 24000, denominator: 1001 },
  { numerator: 90000, denominator: 2999 },
];

/** Presentation times of a segment by our own reader, in decode order. */
function presentationTimes({ init }: Packaged, segment: Uint8Array): number[] {
  const track = readTrack(init);
  let decodeTime = readDecodeTime(segment);
  return readSamples(segment, track).map(({ durationTicks, compositionOffsetTicks }) => {
    decodeTime += durationTicks;
    return decodeTime - durationTicks + compositionOffsetTicks - track.mediaTime;
  });
}

describe.each(rates)('video at $numerator/$denominator frames per second', (frameRate) => {
  const { timescale, ticksPerFrame } = timescaleFor(frameRate);
  const framesPerGroup = segmentFrames(frameRate, 2);
  const filter = `fps=${frameRate.numerator}/${frameRate.denominator},scale=320:-2`;
  const stream = encodeVideo({ inputArgs: [...sampleClip(5), '-vf', filter], framesPerGroup, timescale });
  const packets = probePackets(joined(packageStream(stream)));
  const frameTimes = packets.map((_, index) => index * ticksPerFrame);

  it('shows every frame exactly one frame after the one before, from zero on', () => {
    expect(packets.length).toBeGreaterThan(100);
    expect(packets.map(({ pts }) => pts).sort((a, b) => a - b)).toEqual(frameTimes);
    expect(packets.every(({ duration }) => duration === ticksPerFrame)).toBe(true);
  });

  it('is seen by ffmpeg as from the encoder when the edit list is replaced', () => {
    expect(probePackets(joined(packageStream(stream, 'replaced'))).map(({ pts }) => pts)).toEqual(
      packets.map(({ pts }) => pts),
    );
  });

  it('has the key frames at segment starts and nowhere else', () => {
    const keys = packets.flatMap(({ isKey }, index) => (isKey ? [index] : []));
    expect(keys.length).toBe(3);
    expect(keys).toEqual(keys.map((_, index) => index * framesPerGroup));
  });

  it.each(['kept', 'dropped', 'replaced'] as const)(
    'presents a segment from its decode time on with the edit list %s',
    (form) => {
      const packaged = packageStream(stream, form);
      expect(readTrack(packaged.init)).toMatchObject({ kind: 'video', timescale });
      expect(readTrack(packaged.init).mediaTime).toBe({ kept: 2 * ticksPerFrame, dropped: 0, replaced: 12_345 }[form]);
      packaged.segments.forEach((segment, index) => {
        expect(readDecodeTime(segment)).toBe(index * framesPerGroup * ticksPerFrame);
        expect(Math.min(...presentationTimes(packaged, segment))).toBe(readDecodeTime(segment));
      });
      const all = packaged.segments.flatMap((segment) => presentationTimes(packaged, segment));
      expect(all.sort((a, b) => a - b)).toEqual(frameTimes);
    },
  );
});

describe('sound', () => {
  const packaged = packageStream(encodeAudio(sweep(4)));

  it('keeps the edit list that hides the priming', () => {
    expect(readTrack(packaged.init)).toMatchObject({
      kind: 'audio',
      codec: 'mp4a.40.2',
      sampleRate: 48000,
      channels: 2,
      mediaTime: 1024,
      startGapSeconds: 0,
    });
  });

  it('follows frame on frame without a gap, the first one before zero', () => {
    const times = probePackets(joined(packaged)).map(({ pts }) => pts);
    expect(times.length).toBeGreaterThan(180);
    expect(times).toEqual(times.map((_, index) => (index - 1) * 1024));
  });
});
