import type { RedactEffect, RedactRegion } from '../../../ports/film-job.ts';

/** A region on the very picture: pixels, all even, so that colours are covered whole. */
export interface PlacedRegion {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Time of the first picture that is redacted, and the time from which on none is; null: to the end. */
  readonly fromSec: number;
  readonly toSec: number | null;
  readonly effect: RedactEffect;
}

/** What is known of a film when its regions are placed. */
export interface RedactedFilm {
  /** Pixels as shown. */
  readonly width: number;
  readonly height: number;
  /** Null where the container does not say. */
  readonly durationSeconds: number | null;
  /** When pictures begin to be shown, ascending; empty where nobody knows. */
  readonly times: readonly number[];
  readonly frameSeconds: number;
}

type Placement =
  | { readonly ok: true; readonly regions: readonly PlacedRegion[] }
  | { readonly ok: false; readonly sentence: string };

/** Clocks of containers are no finer. */
const TICK_SEC = 0.0005;
/** Fractions as decimals. */
const ROUNDING_PX = 1e-6;

/** Sides of what is encoded: 4:2:0 has no odd ones, so a last column or row is cut off. */
export const evenSide = (pixels: number): number => Math.max(2, pixels - (pixels % 2));

/** From the even pixel before `start` to the one behind `end`. */
function outward(start: number, end: number, side: number): readonly [start: number, length: number] {
  const most = evenSide(side);
  const first = Math.min(2 * Math.floor((start + ROUNDING_PX) / 2), most - 2);
  return [first, Math.min(most, 2 * Math.ceil((end - ROUNDING_PX) / 2)) - first];
}

/** The time of the picture that is being shown at `sec`: it began before, and would show what is to be hidden. */
function shownAt(sec: number, { times, frameSeconds }: RedactedFilm): number {
  if (times.length === 0) return Math.max(0, sec - frameSeconds);
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= sec + TICK_SEC) low = middle + 1;
    else high = middle;
  }
  return times[Math.max(0, low - 1)] ?? 0;
}

function place(region: RedactRegion, film: RedactedFilm): PlacedRegion {
  const [scaleX, scaleY] = region.unit === 'pixels' ? [1, 1] : [film.width, film.height];
  const [x, width] = outward(region.x * scaleX, (region.x + region.width) * scaleX, film.width);
  const [y, height] = outward(region.y * scaleY, (region.y + region.height) * scaleY, film.height);
  return { x, y, width, height, fromSec: shownAt(region.fromSec, film), toSec: region.toSec, effect: region.effect };
}

function problemOf(region: RedactRegion, { width, height, durationSeconds }: RedactedFilm): string | null {
  const isOutside = region.x + region.width > width || region.y + region.height > height;
  if (region.unit === 'pixels' && isOutside) return `reaches outside the picture, which is ${width}×${height} as shown`;
  return startProblem(region.fromSec, durationSeconds);
}

/** Why nothing of the recording can begin at that time; null where it can, or where nobody knows. */
export function startProblem(fromSec: number, durationSeconds: number | null): string | null {
  if (durationSeconds === null || fromSec < durationSeconds) return null;
  return `begins behind the end of the recording, which lasts ${durationSeconds.toFixed(2)} seconds`;
}

/**
 * Regions as pixels and times of this film, never smaller than asked for: pixels are rounded outward, and a region that
 * begins while a picture is shown begins with that picture.
 */
export function placeRegions(regions: readonly RedactRegion[], film: RedactedFilm): Placement {
  for (const [index, region] of regions.entries()) {
    const problem = problemOf(region, film);
    if (problem !== null) return { ok: false, sentence: `regions[${index}] ${problem}: correct it.` };
  }
  return { ok: true, regions: regions.map((region) => place(region, film)) };
}
