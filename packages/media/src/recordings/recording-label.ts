/** What the name of a recording tells of it; for people, never for decisions. Null where the name does not say. */
export interface RecordingLabel {
  readonly device: string | null;
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number | null;
  readonly durationMs: number | null;
}

const REGION = /^\d{1,6}-\d{1,6}-\d{1,6}-\d{1,6}$/;
const MAX_DURATION_MS = 86_400_000;

function startOf(seconds: string | undefined, fraction: string | undefined): number | null {
  if (seconds === undefined || !/^\d{9,10}$/.test(seconds)) return null;
  const micros = Number(/^\d+-(\d{1,6})$/.exec(fraction ?? '')?.[1] ?? 0);
  return Number(seconds) * 1000 + Math.floor(micros / 1000);
}

/** Words between the time and the region of change; a device may have `_` in its name. */
function deviceOf(fields: readonly string[]): string | null {
  const region = fields.findLastIndex((field) => REGION.test(field));
  const words = fields.slice(2, region === -1 ? 3 : region);
  return words.join('_') || null;
}

function durationOf(last: string | undefined, count: number): number | null {
  if (count < 6 || last === undefined || !/^\d{1,9}$/.test(last)) return null;
  const milliseconds = Number(last);
  return milliseconds > 0 && milliseconds <= MAX_DURATION_MS ? milliseconds : null;
}

/**
 * Reads the name of a recording leniently: time, device and duration of
 * `<unix-seconds>_<digits>-<microseconds>_<device>_<x1-y1-x2-y2>_<changes>_<duration-ms|token>` (Kerberos Vault
 * contract §8). Everything is null for a name of another form.
 */
export function parseRecordingLabel(key: string): RecordingLabel {
  const name = key.slice(key.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
  const fields = name.split('_');
  const startedAtMs = startOf(fields[0], fields[1]);
  if (startedAtMs === null) return { device: null, startedAtMs: null, durationMs: null };
  return { device: deviceOf(fields), startedAtMs, durationMs: durationOf(fields.at(-1), fields.length) };
}
