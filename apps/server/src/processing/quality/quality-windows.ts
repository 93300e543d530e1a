/** A run of frames at the beginning of a segment. */
export interface QualityWindow {
  /** Counted from 1. */
  readonly segmentNumber: number;
  /** Counted from 0, in the film. */
  readonly firstFrame: number;
  readonly frames: number;
}

/** What part of a film is looked at, … */
const SHARE = 0.05;
/** … but never less and never more than so many seconds, … */
const LEAST_SECONDS = 0.4;
const MOST_SECONDS = 6;
/** … in pieces of at most that, spread over the film. */
const WINDOW_SECONDS = 2;

/** The frames by which the quality of a film is judged; `segmentFrames` are the frames of each segment. */
export function planQualityWindows(
  segmentFrames: readonly number[],
  framesPerSecond: number,
  canSeek: boolean,
): readonly QualityWindow[] {
  const filmFrames = segmentFrames.reduce((sum, frames) => sum + frames, 0);
  const wishedSeconds = (filmFrames / framesPerSecond) * SHARE;
  const seconds = Math.min(MOST_SECONDS, Math.max(LEAST_SECONDS, wishedSeconds));
  const count = canSeek ? Math.min(segmentFrames.length, Math.ceil(seconds / WINDOW_SECONDS)) : 1;
  const frames = Math.max(1, Math.round((Math.min(seconds, count * WINDOW_SECONDS) / count) * framesPerSecond));
  return Array.from({ length: count }, (_, index) => {
    const segment = canSeek ? Math.floor(((index + 0.5) / count) * segmentFrames.length) : 0;
    const firstFrame = segmentFrames.slice(0, segment).reduce((sum, each) => sum + each, 0);
    return { segmentNumber: segment + 1, firstFrame, frames: Math.min(frames, segmentFrames[segment] ?? 0) };
  }).filter((window) => window.frames > 0);
}
