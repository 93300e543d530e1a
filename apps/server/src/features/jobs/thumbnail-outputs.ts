import type { PictureFormat } from '@sluice/media';
import { bad, type Field, type FieldReading, good, readFields } from './option-fields.ts';

/** One output as the row keeps it: what was not given is left out, names in ascending order. */
export interface StoredOutput {
  readonly format: PictureFormat;
  readonly height?: number;
  readonly variant: string;
  readonly width?: number;
}

const MAX_OUTPUTS = 32;
/** The longest side that WebP knows. */
const MAX_SIDE_PX = 16_383;

const formats: ReadonlyMap<string, PictureFormat> = new Map([
  ['webp', 'webp'],
  ['avif', 'avif'],
  ['jpg', 'jpg'],
  ['jpeg', 'jpg'],
  ['png', 'png'],
  ['gif', 'gif'],
]);

/** Fractions are cut off, and zero means "not given" (Vylux contract §7.2). */
const side: Field = (raw) => {
  if (typeof raw !== 'number') return bad('must be a number');
  const pixels = Math.trunc(raw);
  if (pixels === 0) return good(undefined);
  return pixels > 0 && pixels <= MAX_SIDE_PX ? good(pixels) : bad(`must be from 0 to ${MAX_SIDE_PX}`);
};

const format: Field = (raw) => {
  const known = typeof raw === 'string' ? formats.get(raw.toLowerCase()) : undefined;
  return known === undefined ? bad('must be webp, avif, jpg, png or gif') : good(known);
};

/** Part of an object key, hence the narrow alphabet (contract §18.4). */
const variant: Field = (raw) =>
  typeof raw === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(raw)
    ? good(raw)
    : bad('must be 1 to 64 of the characters A-Z a-z 0-9 _ -');

function readOutput(raw: unknown): FieldReading {
  const reading = readFields(raw, { variant, width: side, height: side, format });
  if (!reading.ok) return bad(reading.problem);
  for (const name of ['variant', 'format']) if (!(name in reading.fields)) return bad(`${name} is required`);
  return good(reading.fields);
}

/** `outputs` of `image:thumbnail`; none is as good as not given. */
export const thumbnailOutputs: Field = (raw) => {
  if (!Array.isArray(raw)) return bad('must be an array');
  if (raw.length > MAX_OUTPUTS) return bad(`must be at most ${MAX_OUTPUTS}`);
  const outputs: StoredOutput[] = [];
  for (const [index, item] of raw.entries()) {
    const reading = readOutput(item);
    if (!reading.ok) return bad(`[${index}] ${reading.problem}`);
    const output = reading.value as StoredOutput;
    if (outputs.some((other) => other.variant === output.variant)) {
      return bad(`[${index}] variant ${output.variant} comes twice`);
    }
    outputs.push(output);
  }
  return good(outputs.length === 0 ? undefined : outputs);
};
