import type { VideoCodec } from '../presentation/presentation.ts';
import { nominalBitrate } from './nominal-bitrate.ts';

/** Size of the picture as a viewer sees it: rotation and pixel aspect already applied. */
export interface DisplaySize {
  readonly displayWidth: number;
  readonly displayHeight: number;
}

/** One rendition to make. */
export interface Rung {
  /** Name in object keys and results, for example `r720_h264`. */
  readonly id: string;
  readonly codec: VideoCodec;
  readonly width: number;
  readonly height: number;
  /** Constant rate factor for the codec's encoder (x264 or SVT-AV1). */
  readonly crf: number;
  /** Bits per second, by output height. */
  readonly nominalBitrate: number;
}

interface Box {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly crf: Record<VideoCodec, number>;
}

/** Vylux contract §11.2, high to low. A box's short side is its height. */
const BOXES: readonly [...Box[], Box] = [
  { name: 'r1080', width: 1920, height: 1080, crf: { av1: 30, h264: 22 } },
  { name: 'r720', width: 1280, height: 720, crf: { av1: 32, h264: 23 } },
  { name: 'r480', width: 854, height: 480, crf: { av1: 34, h264: 24 } },
  { name: 'r360', width: 640, height: 360, crf: { av1: 36, h264: 26 } },
  { name: 'r240', width: 426, height: 240, crf: { av1: 38, h264: 28 } },
];

/**
 * The renditions of a source, codec by codec in the order given, high to low within a codec (contract §11.2).
 * A rung is kept when its short side is not longer than the source's; a source below all of them keeps r240 alone,
 * at its own size. Nothing is ever enlarged.
 */
export function planLadder(source: DisplaySize, codecs: readonly VideoCodec[]): Rung[] {
  assertSize(source);
  const boxes = boxesFor(source);
  return codecs.flatMap((codec) => boxes.map((box) => rung(box, codec, source)));
}

function boxesFor({ displayWidth, displayHeight }: DisplaySize): readonly Box[] {
  const shortSide = Math.min(displayWidth, displayHeight);
  const kept = BOXES.filter((box) => box.height <= shortSide);
  return kept.length > 0 ? kept : BOXES.slice(-1);
}

function rung(box: Box, codec: VideoCodec, source: DisplaySize): Rung {
  const { width, height } = fitInside(box, source);
  return {
    id: `${box.name}_${codec}`,
    codec,
    width,
    height,
    crf: box.crf[codec],
    nominalBitrate: nominalBitrate(height, codec),
  };
}

/**
 * Both sides even, because 4:2:0 halves them: the side that limits rounds down, the other to the nearest.
 * Ratios are compared and applied as products, so that 1081 scaled to 480 lines is 480 and not 479.999….
 */
function fitInside(box: Box, { displayWidth, displayHeight }: DisplaySize): { width: number; height: number } {
  if (box.width * displayHeight < box.height * displayWidth) {
    const width = Math.min(box.width, displayWidth);
    return { width: evenAtMost(width), height: nearestEven((displayHeight * width) / displayWidth, displayHeight) };
  }
  const height = Math.min(box.height, displayHeight);
  return { width: nearestEven((displayWidth * height) / displayHeight, displayWidth), height: evenAtMost(height) };
}

function evenAtMost(length: number): number {
  return Math.max(2, Math.floor(length / 2) * 2);
}

function nearestEven(length: number, sourceLength: number): number {
  return Math.min(Math.max(2, Math.round(length / 2) * 2), evenAtMost(sourceLength));
}

function assertSize({ displayWidth, displayHeight }: DisplaySize): void {
  const isValid = [displayWidth, displayHeight].every((side) => Number.isFinite(side) && side >= 1);
  if (!isValid) throw new RangeError(`A picture has positive sides, not ${displayWidth}×${displayHeight}`);
}
