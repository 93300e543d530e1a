import type { Presentation } from '@sluice/media';
import { describe, expect, it } from 'vitest';
import { cbcsConstantIv, cbcsPresentation, findCbcsPlace } from './cbcs-form.ts';

const video = {
  id: 'r240_h264',
  codec: 'h264',
  codecs: 'avc1.640015',
  width: 426,
  height: 240,
  frameRate: { numerator: 25, denominator: 1 },
  timescale: 12800,
  path: 'video/r240_h264',
  nominalBitrate: 300_000,
  segments: [
    { durationTicks: 76_800, bytes: 1 },
    { durationTicks: 76_800, bytes: 1 },
  ],
} as const;
const presentation: Presentation = {
  version: 1,
  durationSeconds: 12,
  encryption: { scheme: 'aes-128', kid: '00'.repeat(16) },
  video: [{ ...video, id: 'r240_av1', codec: 'av1', path: 'video/r240_av1' }, video],
  audio: [],
};

describe('findCbcsPlace', () => {
  it.each([
    ['master.m3u8', 'master'],
    ['video/r240_h264/playlist.m3u8', 'playlist'],
    ['video/r240_h264/init.mp4', 'init'],
    ['video/r240_h264/seg_1.m4s', 'segment'],
    ['video/r240_h264/seg_2.m4s', 'segment'],
  ])('finds %s', (path, kind) => {
    expect(findCbcsPlace(presentation, path)?.kind).toBe(kind);
  });

  it.each([
    '',
    'playlist.m3u8',
    'video/r240_h264/seg_0.m4s',
    'video/r240_h264/seg_3.m4s',
    'video/r240_h264/seg_01.m4s',
    'video/r240_h264/seg_1.m4s/x',
    'video/r360_h264/init.mp4',
    'cover.jpg',
  ])('does not find %j', (path) => {
    expect(findCbcsPlace(presentation, path)).toBeNull();
  });

  it('leaves AV1 out', () => {
    expect(findCbcsPlace(cbcsPresentation(presentation), 'video/r240_av1/init.mp4')).toBeNull();
  });
});

it('gives every rendition and key an initialisation vector of its own', () => {
  const ivs = [cbcsConstantIv('aa', 'video/a'), cbcsConstantIv('aa', 'video/b'), cbcsConstantIv('bb', 'video/a')];
  expect(new Set(ivs.map((iv) => Buffer.from(iv).toString('hex'))).size).toBe(3);
  expect(ivs[0]?.byteLength).toBe(16);
});
