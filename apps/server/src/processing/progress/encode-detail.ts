import type { StageDetail } from './progress-reporter.ts';

export interface EncodeState {
  readonly framesDone: number;
  /** Of them, those that an earlier run had done. */
  readonly framesFound: number;
  /** Null where nobody knows how long the film is. */
  readonly expectedFrames: number | null;
  readonly framesPerSecond: number;
  /** Since this run began to encode. */
  readonly elapsedSeconds: number;
}

/** Until the last chunk is there, the film may be longer than expected. */
const MOST_PERCENT = 99.9;

/** The finer view of an encode under way, from what was counted. */
export function encodeDetail(state: EncodeState): StageDetail {
  const { framesDone, framesFound, expectedFrames, framesPerSecond, elapsedSeconds } = state;
  const fps = elapsedSeconds > 0 ? (framesDone - framesFound) / elapsedSeconds : 0;
  const pace = fps > 0 ? { fps: rounded(fps), speed: rounded(fps / framesPerSecond) } : {};
  if (expectedFrames === null || expectedFrames === 0) return pace;
  const stagePercent = Math.min(MOST_PERCENT, rounded((100 * framesDone) / expectedFrames));
  const eta = fps > 0 ? { etaSeconds: Math.ceil(Math.max(0, expectedFrames - framesDone) / fps) } : {};
  return { ...pace, stagePercent, ...eta };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
