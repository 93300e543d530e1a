/** Untrusted JSON, read with a value for what is missing or of another type. */
export type Fields = Readonly<Record<string, unknown>>;

/** Null for what is not an object. */
export function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
export const nullableText = (value: unknown): string | null => (typeof value === 'string' ? value : null);
export const numberOf = (value: unknown, otherwise = 0): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : otherwise;

/** The entries that `read` can read; no list is an empty one. */
export function listOf<T>(value: unknown, read: (entry: unknown) => T | null): T[] {
  if (!Array.isArray(value)) return [];
  return value.map(read).filter((entry) => entry !== null);
}
