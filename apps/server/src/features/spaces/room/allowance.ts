/** What may still be done now; it grows again with time. A token bucket as a value. */
export interface Allowance {
  readonly left: number;
  readonly atMs: number;
}

export interface Rate {
  readonly perSecond: number;
  /** Most that may be done at once. */
  readonly burst: number;
}

export const fullAllowance = ({ burst }: Rate, nowMs: number): Allowance => ({ left: burst, atMs: nowMs });

/** What is left when one more is done, or null when it may not be. A clock that goes back gives nothing. */
export function takeAllowance({ left, atMs }: Allowance, { perSecond, burst }: Rate, nowMs: number): Allowance | null {
  const grown = Math.min(burst, left + (Math.max(0, nowMs - atMs) / 1000) * perSecond);
  return grown < 1 ? null : { left: grown - 1, atMs: nowMs };
}
