import { bad, choice, type Field, type FieldReading, good, readFields } from './option-fields.ts';
import { LATEST_SEC, seconds } from './redact-regions.ts';

/** A time in which nothing is heard, as the row keeps it: what was not given is left out. */
export interface StoredSilence {
  readonly from_sec?: number;
  readonly to_sec?: number;
}

/** `audio` of `recording:redact` as the row keeps it. */
export type StoredSound = 'keep' | 'remove' | { readonly mute: readonly StoredSilence[] };

const MOST_SILENCES = 1000;

const word = choice('keep', 'remove');
const times = { from_sec: seconds, to_sec: seconds };

function readSilence(raw: unknown): FieldReading {
  if (raw === null) return bad('must be an object');
  const reading = readFields(raw, times);
  if (!reading.ok) return bad(reading.problem);
  const { from_sec: from = 0, to_sec: to = LATEST_SEC } = reading.fields as StoredSilence;
  return from < to ? good(reading.fields) : bad('must have a from_sec before its to_sec');
}

/** None would be taken for one. */
const silences: Field = (raw) => {
  if (!Array.isArray(raw) || raw.length === 0 || raw.length > MOST_SILENCES) {
    return bad(`must be an array of 1 to ${MOST_SILENCES}`);
  }
  const read: unknown[] = [];
  for (const [index, item] of raw.entries()) {
    const reading = readSilence(item);
    if (!reading.ok) return bad(`[${index}] ${reading.problem}`);
    read.push(reading.value);
  }
  return good(read);
};

const isObject = (raw: unknown): boolean => typeof raw === 'object' && raw !== null && !Array.isArray(raw);

/** `audio` of `recording:redact`: `keep`, `remove`, or the times in which nothing is to be heard. */
export const redactSound: Field = (raw) => {
  if (typeof raw === 'string' && word(raw).ok) return word(raw);
  if (!isObject(raw)) return bad('must be keep, remove or {"mute": […]}');
  const reading = readFields(raw, { mute: silences });
  if (!reading.ok) return bad(reading.problem);
  return 'mute' in reading.fields ? good(reading.fields) : bad('mute is required');
};
