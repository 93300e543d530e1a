import type { FuzzTarget } from './fuzz-targets.ts';

/** How much longer than its like a decision may take. */
export const slowFactor = 10;
/** How often a suspect is measured again: an interrupted call is slow once, a slow one is slow in most of them. */
const recalls = 31;

interface Timing {
  readonly text: string;
  readonly ns: number;
}

export interface Slowness {
  /** Of all decisions, or of the valid credential where that takes longer. */
  readonly medianNs: number;
  /** The slowest of those that were measured again. */
  readonly slowestNs: number;
  /** What takes more than {@link slowFactor} times its like. */
  readonly slow: readonly string[];
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] ?? 0;
}

function timeOf(work: () => unknown): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start);
}

/** The median time of one piece of work, nanoseconds. */
const medianTimeOf = (work: () => unknown): number => median(Array.from({ length: recalls }, () => timeOf(work)));

/**
 * Holds every decision against the median of all, or of the valid credential where that takes longer. Texts over twice
 * its length are held against a valid credential of about the greatest length as well, because reading takes time by
 * the length of what is read. What seems slow is measured again, many times, and its median counts: a machine that is
 * busy for a while does not matter, one wicked text does.
 */
export function findSlowness(timings: readonly Timing[], target: FuzzTarget): Slowness {
  const { credential, longest = credential, carry } = target;
  const medianNs = Math.max(medianTimeOf(carry(credential)), median(timings.map(({ ns }) => ns)));
  const longNs = Math.max(medianNs, medianTimeOf(carry(longest)));
  const limitOf = (text: string): number => slowFactor * (text.length > 2 * credential.length ? longNs : medianNs);
  const measured = timings
    .filter(({ text, ns }) => ns > limitOf(text))
    .map(({ text }) => ({ text, ns: medianTimeOf(carry(text)) }));
  return {
    medianNs,
    slowestNs: Math.max(medianNs, ...measured.map(({ ns }) => ns)),
    slow: measured.filter(({ text, ns }) => ns > limitOf(text)).map(({ text }) => text),
  };
}
