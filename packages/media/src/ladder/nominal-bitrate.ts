import type { VideoCodec } from '../presentation/presentation.ts';

/** Vylux contract §11.2: what results call `bitrate`, by output height, before the codec's share. */
const BITS_PER_SECOND_BY_MIN_HEIGHT = [
  [1080, 5_000_000],
  [720, 2_500_000],
  [480, 1_000_000],
  [360, 500_000],
  [240, 300_000],
] as const;
const BITS_PER_SECOND_BELOW = 200_000;

/** AV1 needs about 60 % of H.264's bits for the same picture (contract §11.2). */
const PERCENT_OF_H264: Record<VideoCodec, number> = { h264: 100, av1: 60 };

/** The bit rate a rendition is announced with, bits per second. A label by output height, not a measurement. */
export function nominalBitrate(height: number, codec: VideoCodec): number {
  const row = BITS_PER_SECOND_BY_MIN_HEIGHT.find(([minHeight]) => height >= minHeight);
  return ((row?.[1] ?? BITS_PER_SECOND_BELOW) * PERCENT_OF_H264[codec]) / 100;
}
