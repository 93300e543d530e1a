import type { AudioRendition, Presentation, VideoRendition } from '../../src/index.ts';

/** Two rungs of a 13-second film at 29.97 and its sound. */
export function filmWith(changes: Partial<Presentation> = {}): Presentation {
  return { version: 1, durationSeconds: 13.013, encryption: null, video: [r720, r360], audio: [main], ...changes };
}

const frameRate = { numerator: 30000, denominator: 1001 };

function videoSegments(...bytes: number[]) {
  const frames = [180, 180, 30];
  return bytes.map((size, index) => ({ durationTicks: (frames[index] ?? 0) * 1001, bytes: size }));
}

export const r720: VideoRendition = {
  id: 'r720_h264',
  codec: 'h264',
  codecs: 'avc1.64001f',
  width: 1280,
  height: 720,
  frameRate,
  timescale: 30000,
  path: 'video/r720_h264',
  nominalBitrate: 2_500_000,
  segments: videoSegments(1_501_500, 750_750, 500_000),
};

export const r360: VideoRendition = {
  ...r720,
  id: 'r360_h264',
  codecs: 'avc1.64001e',
  width: 640,
  height: 360,
  path: 'video/r360_h264',
  nominalBitrate: 500_000,
  segments: videoSegments(375_375, 375_375, 62_562),
};

export const main: AudioRendition = {
  id: 'und_aac_2ch',
  language: 'und',
  codec: 'aac',
  codecs: 'mp4a.40.2',
  channels: 2,
  sampleRate: 48000,
  timescale: 48000,
  path: 'audio/und_aac_2ch',
  nominalBitrate: 128_000,
  segments: [
    { durationTicks: 282 * 1024, bytes: 96_256 },
    { durationTicks: 281 * 1024, bytes: 95_914 },
    { durationTicks: 48 * 1024, bytes: 16_384 },
  ],
};

export const kid = '5e1f0c5d7a0b4f6f9d2f3c6a8b1e4d70';
