/** Seconds after which the media tokens of a live channel change (edge-access §14.3). */
export const liveRotationSeconds = 300;

/** When the media token for one moment of a live programme is valid, in Unix seconds. */
export interface LiveMediaWindow {
  readonly epoch: number;
  readonly notBeforeSeconds: number;
  readonly expiresAtSeconds: number;
}

/**
 * The window of the token for programme time `programSeconds`. A pure function of the programme time, so that a segment
 * has the same address at every playlist reload. `retentionSeconds` is how long a part stays downloadable.
 */
export function liveMediaWindow(programSeconds: number, retentionSeconds: number): LiveMediaWindow {
  const epoch = Math.floor(programSeconds / liveRotationSeconds);
  return {
    epoch,
    notBeforeSeconds: (epoch - 1) * liveRotationSeconds,
    expiresAtSeconds: (epoch + 1) * liveRotationSeconds + retentionSeconds,
  };
}

/** How long a part stays downloadable: playlist window plus six target durations plus a minute. */
export function liveRetentionSeconds(windowSeconds: number, targetDurationSeconds: number): number {
  return windowSeconds + 6 * targetDurationSeconds + 60;
}
