import { describe, expect, it } from 'vitest';
import { readDecodeTime, readSamples, readTrack, segmentFrames, timescaleFor } from '../src/index.ts';
import { encodeAudio, encodeVideo, probePackets, sampleClip, sweep } from './support/ffmpeg.ts';
import { joined, packageStream } from './support/package.ts';

const rates = [
  { numerator: 30, denominator: 1 },
  { numerator: 30000, denominator: 1001 },
  { numerator: 24000, denominator: 1001 },
  { numerator: 90000, denominator: 2999 },
];

describe.each(rates)('video at $numerator/$denominator frames per second', (frameRate) => {
  const { timescale, ticksPerFrame } = timescaleFor(frameRate);
  const framesPerGroup = segmentFrames(frameRate, 2);
  const filter = `fps=${frameRate.numerator}/${frameRate.denominator},scale=320:-2`;
  const packaged = packageStream(
    encodeVideo({ inputArgs: [...sampleClip(5), '-vf', filter], framesPerGroup, timescale }),
  );
  const packets = probePackets(joined(packaged));

  it('starts at zero once the edit list is gone', () => {
    expect(readTrack(packaged.init)).toMatchObject({ kind: 'video', timescale, mediaTime: 0 });
    expect(Math.min(...packets.map(({ pts }) => pts))).toBe(0);
  });

  it('shows every frame exactly one frame after the one before', () => {
    const shown = packets.map(({ pts }) => pts).sort((a, b) => a - b);
    expect(shown.length).toBeGreaterThan(100);
    expect(shown).toEqual(shown.map((_, index) => index * ticksPerFrame));
    expect(packets.every(({ duration }) => duration === ticksPerFrame)).toBe(true);
  });

  it('has the key frames at segment starts and nowhere else', () => {
    const keys = packets.flatMap(({ isKey }, index) => (isKey ? [index] : []));
    expect(keys).toEqual(packaged.segments.map((_, index) => index * framesPerGroup));
  });

  it('presents the earliest frame of a segment at the segment start', () => {
    const track = readTrack(packaged.init);
    packaged.segments.forEach((segment, index) => {
      let decodeTime = readDecodeTime(segment);
      expect(decodeTime).toBe(index * framesPerGroup * ticksPerFrame);
      const presented = readSamples(segment, track).map(({ durationTicks, compositionOffsetTicks }) => {
        decodeTime += durationTicks;
        return decodeTime - durationTicks + compositionOffsetTicks;
      });
      expect(Math.min(...presented)).toBe(readDecodeTime(segment));
    });
  });
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

  it('follows frame on frame without a gap', () => {
    const times = probePackets(joined(packaged)).map(({ pts }) => pts);
    const [first = 0] = times;
    expect(times.length).toBeGreaterThan(180);
    expect(times).toEqual(times.map((_, index) => first + index * 1024));
  });
});
