/** A stretch of a slider, both ends from 0 to 1. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Which part of the slider a pointer is at, held inside 0…1; 0 for a slider without width. */
export function fractionAt(clientX: number, left: number, width: number): number {
  return width > 0 ? clampFraction((clientX - left) / width) : 0;
}

/** The loaded stretches of a film as parts of its length; none while the length is unknown. */
export function bufferedSpans(ranges: readonly (readonly [number, number])[], durationSeconds: number): Span[] {
  if (!Number.isFinite(durationSeconds) || durationSeconds <= 0) return [];
  return ranges.map(([start, end]) => ({
    start: clampFraction(start / durationSeconds),
    end: clampFraction(end / durationSeconds),
  }));
}

export function clampFraction(value: number): number {
  return Math.min(1, Math.max(0, value));
}
