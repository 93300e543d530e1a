import type { VideoTimeline } from './video-timeline.ts';

export interface FrameSelection {
  readonly timeline: VideoTimeline;
  /** Presentation time of the first frame that comes out, in the timeline's ticks. */
  readonly firstTicks: number;
  /** Frames per second that come out, as ffmpeg writes a rate. */
  readonly rate: string;
  /** Whether the last picture is shown even when it ends before half of a frame of this rate has passed. */
  readonly keepsLast?: boolean;
  /** At most so many frames come out; null takes all that follow. */
  readonly maxFrames: number | null;
}

/**
 * Filters that choose exact frames: for every time on the constant-rate grid the picture that is shown then. Where
 * decoding began does not matter, as long as it was early enough: timestamps are the source's own, brought to a clock on
 * which frames and `firstTicks` are whole numbers, so every chunk rounds alike. Before the first picture its copies
 * stand in. The output begins at time 0.
 */
export function frameFilters(selection: FrameSelection): string[] {
  const { timeline, firstTicks, rate, maxFrames, keepsLast = false } = selection;
  return [
    `settb=1/${timeline.ticksPerSecond}`,
    `setpts=PTS-${timeline.zeroTicks + firstTicks}`.replace('--', '+'),
    `fps=${rate}:start_time=0:round=near:eof_action=${keepsLast ? 'pass' : 'round'}`,
    ...(maxFrames === null ? [] : [`trim=end_frame=${maxFrames}`]),
  ];
}
