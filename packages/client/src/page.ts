/** Which page of a list is asked for: the first one unless told. */
export interface Page {
  /** How many at most. */
  readonly limit?: number;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
}
