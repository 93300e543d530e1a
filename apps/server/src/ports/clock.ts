/** The time, handed in so that a test can stand at any moment. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
}
