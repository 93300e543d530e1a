import type { Sample } from '@sluice/media';

/** The samples without those that come before presentation zero: only a stream's first encoder may have them. */
export function withoutPriming(samples: readonly Sample[], primingTicks: number): readonly Sample[] {
  let ticks = 0;
  const first = samples.findIndex(({ durationTicks }) => {
    const isPriming = ticks < primingTicks;
    ticks += durationTicks;
    return !isPriming;
  });
  return first === -1 ? [] : samples.slice(first);
}

/**
 * The first segment of a part, for a rendition that ended `lagTicks` before the others did: its first sample lasts from
 * that end on. Where that is long, the wait is made of segments of its own, none longer than `longestTicks`, so that no
 * segment is longer than the playlist has promised.
 */
export function joinParts(samples: readonly Sample[], lagTicks: number, longestTicks: number): readonly Sample[][] {
  const [first, ...rest] = samples;
  if (first === undefined || lagTicks <= 0) return [[...samples]];
  if (lagTicks < longestTicks / 2) return [[{ ...first, durationTicks: first.durationTicks + lagTicks }, ...rest]];
  const count = Math.ceil(lagTicks / longestTicks);
  const borders = Array.from({ length: count + 1 }, (_, index) => Math.round((lagTicks * index) / count));
  const waits = borders.slice(1).map((end, index) => [{ ...first, durationTicks: end - (borders[index] ?? 0) }]);
  return [...waits, [...samples]];
}
