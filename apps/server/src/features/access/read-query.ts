import { invalidRequest } from './read-json.ts';

/** One parameter of a request target; null when it is absent. Throws a 422 for one that comes twice. */
export function readParameter(rawTarget: string, name: string): string | null {
  const start = rawTarget.indexOf('?');
  const values = start < 0 ? [] : new URLSearchParams(rawTarget.slice(start + 1)).getAll(name);
  if (values.length > 1) throw invalidRequest(`${name} comes twice.`);
  return values[0] ?? null;
}

/** A whole number from 0 to `most`; null when it is absent. Throws a 422 for anything else. */
export function readCount(rawTarget: string, name: string, most: number): number | null {
  const text = readParameter(rawTarget, name);
  if (text === null) return null;
  if (!/^\d{1,16}$/.test(text) || Number(text) > most) throw invalidRequest(`${name} is a number from 0 to ${most}.`);
  return Number(text);
}
