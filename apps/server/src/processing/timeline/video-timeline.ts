import type { FrameRate } from '@sluice/media';
import { type Static, Type } from 'typebox';
import { rescale } from './rescale.ts';

/**
 * The constant-rate clock that a film is shown by. Frame k is shown at k · {@link VideoTimeline.ticksPerFrame} after
 * presentation zero. Its ticks are so fine that every chunk of a film maps source timestamps to the very same frames.
 */
export const VideoTimelineSchema = Type.Object({
  frameRate: Type.Object({ numerator: Type.Integer({ minimum: 1 }), denominator: Type.Integer({ minimum: 1 }) }),
  /** Ticks per second. */
  ticksPerSecond: Type.Integer({ minimum: 1 }),
  ticksPerFrame: Type.Integer({ minimum: 1 }),
  /** The source timestamp that is presentation zero. */
  zeroTicks: Type.Integer(),
});
export type VideoTimeline = Static<typeof VideoTimelineSchema>;

/** A source timestamp as its container has it: `pts` ticks of `numerator/denominator` seconds each. */
export interface SourceTime {
  readonly pts: number;
  readonly numerator: number;
  readonly denominator: number;
}

const TICKS_PER_FRAME_UNIT = 1000;
/** How far before a frame's time the sound may begin and still count as beginning with it, in frames. */
const GRID_TOLERANCE = 0.01;

/**
 * Presentation zero is where the first of picture and sound begins, moved by less than a frame onto the grid of the
 * video's own timestamps: halfway between two of them, every frame of a constant-rate film would be a coin toss.
 * `firstAudio` is null without sound.
 */
export function createTimeline(
  frameRate: FrameRate,
  firstVideo: SourceTime,
  firstAudio: SourceTime | null,
): VideoTimeline {
  const ticksPerSecond = frameRate.numerator * TICKS_PER_FRAME_UNIT;
  const ticksPerFrame = frameRate.denominator * TICKS_PER_FRAME_UNIT;
  const ticks = (time: SourceTime) => rescale(time.pts, time.numerator * ticksPerSecond, time.denominator);
  const videoTicks = ticks(firstVideo);
  const lead = firstAudio === null ? 0 : Math.max(0, videoTicks - ticks(firstAudio));
  const framesBefore = Math.floor(lead / ticksPerFrame + GRID_TOLERANCE);
  return { frameRate, ticksPerSecond, ticksPerFrame, zeroTicks: videoTicks - framesBefore * ticksPerFrame };
}

/** Seconds from presentation zero to the time at which this frame is shown. */
export function frameSeconds(timeline: VideoTimeline, frame: number): number {
  return (frame * timeline.ticksPerFrame) / timeline.ticksPerSecond;
}
