/** An option as sent: its value, or why it cannot be used. `undefined` is "not given". */
export type FieldReading =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: string };

export type Field = (raw: unknown) => FieldReading;

export const good = (value: unknown): FieldReading => ({ ok: true, value });
export const bad = (problem: string): FieldReading => ({ ok: false, problem });

/** Zero and empty mean "not given" (Vylux contract §7.2). */
const number =
  (least: number, most: number, isWhole: boolean): Field =>
  (raw) => {
    if (typeof raw !== 'number' || (isWhole && !Number.isInteger(raw))) {
      return bad(isWhole ? 'must be a whole number' : 'must be a number');
    }
    if (raw === 0) return good(undefined);
    return raw >= least && raw <= most ? good(raw) : bad(`must be from ${least} to ${most}`);
  };

export const choice =
  (...words: readonly string[]): Field =>
  (raw) => {
    if (raw === '') return good(undefined);
    return typeof raw === 'string' && words.includes(raw) ? good(raw) : bad(`must be ${words.join(' or ')}`);
  };

const flag: Field = (raw) => (typeof raw === 'boolean' ? good(raw || undefined) : bad('must be true or false'));

/** Longest film position that makes sense, seconds: ten days. */
const LATEST = 864_000;

/** The fields of each stage's options, with the limits that the contract recommends. */
export const stageFields = {
  cover: { timestamp_sec: number(0, LATEST, false) },
  preview: {
    start_sec: number(0, LATEST, false),
    duration: number(0.1, 30, false),
    width: number(16, 4096, true),
    fps: number(1, 60, true),
    format: choice('webp', 'gif'),
  },
  transcode: { encrypt: flag, encryption_scheme: choice('aes-128', 'cbcs') },
  thumbnail: { timestamp_sec: number(0, LATEST, false), width: number(16, 4096, true) },
  sprite: { frames: number(1, 400, true), tile_width: number(16, 640, true) },
} as const satisfies Record<string, Readonly<Record<string, Field>>>;

export type Stage = keyof typeof stageFields;

/** Options with only what was given, names in ascending order. */
export type CanonicalFields = Readonly<Record<string, unknown>>;

export type FieldsReading =
  | { readonly ok: true; readonly fields: CanonicalFields }
  | { readonly ok: false; readonly problem: string };

const isRecord = (raw: unknown): raw is Readonly<Record<string, unknown>> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw);

/** Reads an object field by field; unknown names are refused in the reference decoder's words. */
export function readFields(raw: unknown, fields: Readonly<Record<string, Field>>): FieldsReading {
  if (raw === undefined || raw === null) return { ok: true, fields: {} };
  if (!isRecord(raw)) return { ok: false, problem: 'must be an object' };
  const entries: [string, unknown][] = [];
  for (const name of Object.keys(raw).toSorted()) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) return { ok: false, problem: `json: unknown field ${JSON.stringify(name)}` };
    const reading = raw[name] === null ? good(undefined) : field(raw[name]);
    if (!reading.ok) return { ok: false, problem: `${name} ${reading.problem}` };
    if (reading.value !== undefined) entries.push([name, reading.value]);
  }
  return { ok: true, fields: Object.fromEntries(entries) };
}

/** A stage's options as the one field of `video:full` that holds them; empty ones count as not given. */
export const nested =
  (stage: Stage): Field =>
  (raw) => {
    const reading = readFields(raw, stageFields[stage]);
    if (!reading.ok) return bad(reading.problem);
    return good(Object.keys(reading.fields).length === 0 ? undefined : reading.fields);
  };
