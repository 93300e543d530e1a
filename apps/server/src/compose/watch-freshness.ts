import type { Metrics } from '../http/index.ts';
import type { Clock } from '../ports/clock.ts';

/** Has the metrics tell how long ago this node last heard of revocations and keys, by the times in Unix seconds. */
export function watchFreshness(
  { clock, metrics }: { readonly clock: Clock; readonly metrics: Metrics },
  revocationsAtSeconds: () => number | null,
  keysAtSeconds: () => number | null,
): void {
  const age = (at: () => number | null) => () => {
    const seconds = at();
    return seconds === null ? null : Math.max(0, clock.nowMs() / 1000 - seconds);
  };
  metrics.watchFreshness(age(revocationsAtSeconds), age(keysAtSeconds));
}
