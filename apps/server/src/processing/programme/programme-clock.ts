/** What is known when it is asked whether a frame is due. */
export interface ClockFacts {
  /** Since the first frame. */
  readonly elapsedMs: number;
  readonly framesDone: number;
  readonly frameRate: number;
  /** Whether the encoder takes another one now. */
  readonly hasRoom: boolean;
}

export type Beat =
  | { readonly kind: 'frame' }
  | { readonly kind: 'wait'; readonly ms: number }
  /** The encoder is so far behind that this much time is left out of the programme. */
  | { readonly kind: 'skip'; readonly ms: number };

/** A programme may run behind the clock by this much; then it is cut. */
const MAX_BEHIND_MS = 4000;
const ASK_AGAIN_MS = 10;

/** One frame for each step of the clock: late ones are made up for, none is made ahead. */
export function nextBeat({ elapsedMs, framesDone, frameRate, hasRoom }: ClockFacts): Beat {
  const dueMs = (framesDone * 1000) / frameRate;
  if (elapsedMs < dueMs) return { kind: 'wait', ms: dueMs - elapsedMs };
  if (hasRoom) return { kind: 'frame' };
  const behindMs = elapsedMs - dueMs;
  return behindMs > MAX_BEHIND_MS ? { kind: 'skip', ms: behindMs } : { kind: 'wait', ms: ASK_AGAIN_MS };
}

/** The clock's sample at which a frame begins. */
export const firstSampleOf = (frame: number, frameRate: number, sampleRate: number): number =>
  Math.round((frame * sampleRate) / frameRate);
