/** Where a token stands in the list: the second in which it was issued, and its id. */
export interface TokenPosition {
  readonly issuedSeconds: number;
  readonly id: string;
}

/** The position as a text that callers hand back as it is. */
export const formatTokenCursor = ({ issuedSeconds, id }: TokenPosition): string => `${issuedSeconds}.${id}`;

/** Null for a text that {@link formatTokenCursor} did not make. */
export function parseTokenCursor(text: string): TokenPosition | null {
  const [, seconds, id] = /^(0|[1-9]\d{0,9})\.([A-Za-z0-9_-]{1,64})$/.exec(text) ?? [];
  return seconds === undefined || id === undefined ? null : { issuedSeconds: Number(seconds), id };
}
