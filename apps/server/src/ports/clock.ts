/** The time, handed in so that a test can stand at any moment. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
}

/** Whole seconds since the Unix epoch: the time of tokens, grants and revocations. */
export function unixSeconds(clock: Clock): number {
  return Math.floor(clock.nowMs() / 1000);
}
