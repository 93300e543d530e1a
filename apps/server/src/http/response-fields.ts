/** Fields of an answer; one that comes several times is a list. */
export type Fields = Readonly<Record<string, string | string[]>>;

/** Names, in lower case, and values in turn: the form in which Node.js takes them with the least work. */
export type FieldLines = readonly string[];

/** The lines of `fields`. */
export function fieldLines(fields: Fields): FieldLines {
  const lines: string[] = [];
  setFields(lines, fields);
  return lines;
}

/** Adds `fields` to `lines`, each in the place of what stood there under its name, but for `vary`, which grows. */
export function setFields(lines: string[], fields: Fields): void {
  for (const name in fields) {
    const value = fields[name];
    if (typeof value === 'string' && name === 'vary') addVary(lines, value);
    else if (typeof value === 'string') setField(lines, name, value);
    else for (const each of value ?? []) lines.push(name, each);
  }
}

/** Sets one field, which comes once. */
export function setField(lines: string[], name: string, value: string): void {
  for (let index = 0; index < lines.length; index += 2) {
    if (lines[index] === name) {
      lines[index + 1] = value;
      return;
    }
  }
  lines.push(name, value);
}

/** Everything that an answer varies with, each named once. */
function addVary(lines: string[], value: string): void {
  const at = lines.indexOf('vary');
  if (at === -1) lines.push('vary', value);
  else lines[at + 1] = [...new Set([...value.split(', '), ...(lines[at + 1] ?? '').split(', ')])].join(', ');
}
