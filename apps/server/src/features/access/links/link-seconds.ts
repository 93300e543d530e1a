import { MAX_TTL_SECONDS } from '../issue/token-lifetime.ts';

/**
 * Seconds that the addresses of a film open something: `urlSeconds`, or twice the film where that is longer, since a
 * player asks for them once and may pause. Never beyond a day: what was taken back is remembered for no longer.
 */
export const linkSeconds = (urlSeconds: number, durationSeconds: number | null): number =>
  Math.min(MAX_TTL_SECONDS, Math.max(urlSeconds, Math.ceil(2 * (durationSeconds ?? 0))));
