/** Frames per second as the exact fraction that containers carry: 30000/1001 is NTSC's 29.97. */
export interface FrameRate {
  readonly numerator: number;
  readonly denominator: number;
}

/** How a track counts time: `timescale` ticks make one second, and a frame lasts a whole number of them. */
export interface FrameTiming {
  readonly timescale: number;
  readonly ticksPerFrame: number;
}

/** ffmpeg and old players derive rounded times from the timescale; below this a tick would be coarser than 0.1 ms. */
const MIN_TIMESCALE = 10_000;
/** `timescale` is an unsigned 32-bit field (ISO/IEC 14496-12 §8.4.2), ffmpeg reads it as a signed one. */
const MAX_TIMESCALE = 0x7fff_ffff;

/**
 * Frames in a segment of about `targetSeconds`. Segments are cut by frames, not by seconds, so that every segment of a
 * 29.97 film has the same length (180 frames, 6.006 s) and rungs never drift apart.
 */
export function segmentFrames(frameRate: FrameRate, targetSeconds: number): number {
  assertFrameRate(frameRate);
  return Math.max(1, Math.round((targetSeconds * frameRate.numerator) / frameRate.denominator));
}

/** The timescale in which a frame of this rate lasts a whole number of ticks: 30/1 → 30000 with 1000 ticks a frame. */
export function timescaleFor(frameRate: FrameRate): FrameTiming {
  assertFrameRate(frameRate);
  const divisor = greatestCommonDivisor(frameRate.numerator, frameRate.denominator);
  let timescale = frameRate.numerator / divisor;
  let ticksPerFrame = frameRate.denominator / divisor;
  while (timescale < MIN_TIMESCALE) {
    timescale *= 10;
    ticksPerFrame *= 10;
  }
  if (timescale > MAX_TIMESCALE || ticksPerFrame > MAX_TIMESCALE) {
    throw new RangeError(`No 32-bit timescale holds ${frameRate.numerator}/${frameRate.denominator} frames per second`);
  }
  return { timescale, ticksPerFrame };
}

function assertFrameRate({ numerator, denominator }: FrameRate): void {
  const isValid = [numerator, denominator].every((part) => Number.isSafeInteger(part) && part > 0);
  if (!isValid) {
    throw new RangeError(`A frame rate is a fraction of two positive integers, not ${numerator}/${denominator}`);
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
