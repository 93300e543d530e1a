import type { FrameRate } from '@sluice/media';

/** What a container says about its frame rate; null where it says nothing usable. */
export interface ReportedRates {
  /** The slowest rate on whose grid all timestamps lie, as far as the demuxer saw. */
  readonly real: FrameRate | null;
  readonly average: FrameRate | null;
  readonly isInterlaced: boolean;
}

const STANDARD_RATES: readonly FrameRate[] = [
  [24000, 1001],
  [24, 1],
  [25, 1],
  [30000, 1001],
  [30, 1],
  [48, 1],
  [50, 1],
  [60000, 1001],
  [60, 1],
].map(([numerator = 1, denominator = 1]) => ({ numerator, denominator }));

/** Rates that a film of varying rate is laid onto, unless it is close to another standard rate. */
const ROUND_RATES = [24, 25, 30, 50, 60];
const MAX_FPS = 60;
const MIN_FPS = 1;
const DEFAULT_RATE: FrameRate = { numerator: 30, denominator: 1 };
/** Rates that differ by less than this part are one rate, written or measured carelessly. */
const SAME_RATE = 0.002;
const NEAR_STANDARD = 0.001;
const NEAR_STANDARD_AVERAGE = 0.01;
/** Larger denominators are not rates that anyone chose. */
const MAX_DENOMINATOR = 1001;
const MAX_NUMERATOR = 240_000;

/**
 * The constant rate that a film is shown at. A constant rate is kept exactly, up to 60 frames per second (above, whole
 * fractions of it); a varying one is laid onto the standard rate that holds it.
 */
export function chooseFrameRate({ real, average, isInterlaced }: ReportedRates): FrameRate {
  const grid = isInterlaced ? withoutFields(real, average) : real;
  if (grid === null) return variableRate(average);
  const isConstant = average !== null && near(grid, fps(average), SAME_RATE);
  const kept = isConstant ? constantRate(grid) : standardNear(grid, NEAR_STANDARD);
  return kept ?? variableRate(average);
}

/** The demuxer may report the rate of fields, two of which are one frame. */
function withoutFields(real: FrameRate | null, average: FrameRate | null): FrameRate | null {
  if (real === null || average === null) return real ?? average;
  return near(real, 2 * fps(average), SAME_RATE) ? average : real;
}

/** A rate that someone chose: standard, or a fraction that can be written. Null for measured noise such as 29114/1559. */
function constantRate(rate: FrameRate): FrameRate | null {
  const standard = standardNear(rate, NEAR_STANDARD);
  if (standard !== null) return standard;
  if (rate.denominator > MAX_DENOMINATOR || rate.numerator > MAX_NUMERATOR) return null;
  const divisor = Math.max(1, Math.ceil(fps(rate) / (MAX_FPS * (1 + SAME_RATE))));
  const slowed = { numerator: rate.numerator, denominator: rate.denominator * divisor };
  if (divisor > 1) return standardNear(slowed, NEAR_STANDARD) ?? slowed;
  return fps(rate) < MIN_FPS ? { numerator: MIN_FPS, denominator: 1 } : rate;
}

function variableRate(average: FrameRate | null): FrameRate {
  if (average === null || fps(average) <= 0) return DEFAULT_RATE;
  const close = standardNear(average, NEAR_STANDARD_AVERAGE);
  if (close !== null) return close;
  const enough = ROUND_RATES.find((rate) => rate >= fps(average)) ?? MAX_FPS;
  return { numerator: enough, denominator: 1 };
}

function standardNear(rate: FrameRate, tolerance: number): FrameRate | null {
  const byDistance = STANDARD_RATES.toSorted((a, b) => distance(a, rate) - distance(b, rate));
  const [closest] = byDistance;
  return closest !== undefined && near(closest, fps(rate), tolerance) ? closest : null;
}

function distance(a: FrameRate, b: FrameRate): number {
  return Math.abs(fps(a) - fps(b));
}

function near(rate: FrameRate, framesPerSecond: number, tolerance: number): boolean {
  return Math.abs(fps(rate) / framesPerSecond - 1) <= tolerance;
}

function fps({ numerator, denominator }: FrameRate): number {
  return numerator / denominator;
}
