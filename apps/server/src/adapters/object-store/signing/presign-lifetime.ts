/** Seven days: the longest that AWS's and Google's V4 signatures allow. */
export const MAX_V4_SECONDS = 7 * 24 * 3600;

/** Whole seconds; `RangeError` for less than one or more than `maxSeconds`. */
export function presignLifetime(expiresInSeconds: number, maxSeconds: number): number {
  if (!(expiresInSeconds >= 1 && expiresInSeconds <= maxSeconds)) {
    throw new RangeError(`A signed URL lives for 1 to ${maxSeconds} seconds`);
  }
  return Math.floor(expiresInSeconds);
}
