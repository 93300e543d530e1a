import type { RedactSound, Silence } from '../../../ports/film-job.ts';
import { startProblem } from './place-regions.ts';

/** Earlier by less than half of any sample, so that none is lost to the rounding of its time. */
const ROUNDING_SEC = 2e-6;

const number = (value: number): string => String(Number(value.toFixed(6)));

/** In order of time, those that touch as one. */
function merged(silences: readonly Silence[]): Silence[] {
  const all: Silence[] = [];
  for (const next of silences.toSorted((one, other) => one.fromSec - other.fromSec)) {
    const last = all.at(-1);
    if (last === undefined || (last.toSec !== null && next.fromSec > last.toSec)) all.push(next);
    else if (last.toSec !== null && (next.toSec === null || next.toSec > last.toSec)) {
      all[all.length - 1] = { fromSec: last.fromSec, toSec: next.toSec };
    }
  }
  return all;
}

/**
 * The sample or 0 at time `t`, turning over at each of the times: `isHeard` before the first of them. Halved again and
 * again, so that many times cost each sample few comparisons.
 */
function heardAt(turns: readonly number[], isHeard: boolean): string {
  if (turns.length === 0) return isHeard ? 'val(ch)' : '0';
  const middle = turns.length >> 1;
  const before = heardAt(turns.slice(0, middle), isHeard);
  const after = heardAt(turns.slice(middle + 1), isHeard === (middle % 2 === 1));
  return `if(lt(t,${number((turns[middle] ?? 0) - ROUNDING_SEC)}),${before},${after})`;
}

/** A filter that makes every sample of these times zero and leaves all others as they are. Made of numbers alone. */
export function muteFilter(silences: readonly Silence[]): string {
  const turns = merged(silences).flatMap(({ fromSec, toSec }) => (toSec === null ? [fromSec] : [fromSec, toSec]));
  return `aeval=exprs='${heardAt(turns, true)}':c=same`;
}

/** Why the sound of this recording cannot be muted so, as a sentence; null where it can. */
export function silenceProblem(sound: RedactSound, durationSeconds: number | null): string | null {
  if (typeof sound === 'string') return null;
  for (const [index, { fromSec }] of sound.mute.entries()) {
    const problem = startProblem(fromSec, durationSeconds);
    if (problem !== null) return `audio.mute[${index}] ${problem}: correct it.`;
  }
  return null;
}
