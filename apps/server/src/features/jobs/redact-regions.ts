import { bad, type Field, type FieldReading, good, readFields } from './option-fields.ts';

/** One region as the row keeps it: what was not given is left out, names in ascending order. */
export interface StoredRegion {
  readonly color?: string;
  readonly effect: 'blur' | 'box';
  readonly from_sec?: number;
  readonly height: number;
  readonly strength?: number;
  readonly to_sec?: number;
  readonly width: number;
  readonly x: number;
  readonly y: number;
}

/** No deployment allows more. */
export const MOST_REGIONS = 1000;

/** Longest position in a recording that makes sense: ten days. */
export const LATEST_SEC = 864_000;
const LARGEST_PX = 32_768;
/** Sums of fractions that were written in decimals may be above 1 by less than any pixel. */
const ROUNDING = 1e-9;

const amount =
  (most: number): Field =>
  (raw) =>
    typeof raw === 'number' && raw >= 0 && raw <= most ? good(raw) : bad(`must be a number from 0 to ${most}`);

/** A position in a recording. */
export const seconds = amount(LATEST_SEC);
const strength: Field = (raw) =>
  Number.isInteger(raw) && Number(raw) >= 1 && Number(raw) <= 10 ? good(raw) : bad('must be a whole number, 1 to 10');
const effect: Field = (raw) => (raw === 'blur' || raw === 'box' ? good(raw) : bad('must be blur or box'));
const color: Field = (raw) =>
  typeof raw === 'string' && /^#[0-9a-f]{6}$/i.test(raw) ? good(raw.toLowerCase()) : bad('must be #rrggbb');

const fields = {
  ...{ x: amount(LARGEST_PX), y: amount(LARGEST_PX), width: amount(LARGEST_PX), height: amount(LARGEST_PX) },
  ...{ from_sec: seconds, to_sec: seconds, effect, strength, color },
};

/** All four from 0 to 1 are parts of the picture's sides: a region of one pixel hides nothing. */
export const isInFractions = ({ x, y, width, height }: Pick<StoredRegion, 'x' | 'y' | 'width' | 'height'>): boolean =>
  [x, y, width, height].every((value) => value <= 1);

/** Why the region cannot be one of any picture; null where it can. */
function problemOf(region: StoredRegion): string | null {
  const { x, y, width, height, from_sec: from = 0, to_sec: to = LATEST_SEC } = region;
  if (width === 0 || height === 0) return 'has no width or no height';
  if (isInFractions(region)) {
    if (x + width > 1 + ROUNDING || y + height > 1 + ROUNDING) return 'reaches outside the picture';
  } else if (![x, y, width, height].every(Number.isInteger)) {
    return 'must have whole pixels, or four fractions from 0 to 1';
  }
  if (from >= to) return 'must have a from_sec before its to_sec';
  if (region.effect === 'box' && region.strength !== undefined) return 'is a box: strength is for blur';
  return region.effect === 'blur' && region.color !== undefined ? 'is a blur: color is for box' : null;
}

function readRegion(raw: unknown): FieldReading {
  const reading = readFields(raw, fields);
  if (!reading.ok) return bad(reading.problem);
  for (const name of ['x', 'y', 'width', 'height', 'effect']) {
    if (!(name in reading.fields)) return bad(`${name} is required`);
  }
  const problem = problemOf(reading.fields as unknown as StoredRegion);
  return problem === null ? good(reading.fields) : bad(problem);
}

/** `regions` of `recording:redact`. Whether they lie inside of the very film is seen when it is opened. */
export const redactRegions: Field = (raw) => {
  if (!Array.isArray(raw)) return bad('must be an array');
  if (raw.length > MOST_REGIONS) return bad(`must be at most ${MOST_REGIONS}`);
  const regions: unknown[] = [];
  for (const [index, item] of raw.entries()) {
    const reading = readRegion(item);
    if (!reading.ok) return bad(`[${index}] ${reading.problem}`);
    regions.push(reading.value);
  }
  return good(regions.length === 0 ? undefined : regions);
};
