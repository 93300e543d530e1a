/** Attribute lists of RFC 8216 §4.2: written here, and read as positions so that a rewrite can keep every other byte. */

/** A value of an attribute list in the form it is written in. */
export type AttributeValue =
  | { readonly quoted: string }
  /** Enumerated string, number, resolution or hexadecimal sequence: written bare. */
  | { readonly bare: string };

export type Attribute = readonly [name: string, value: AttributeValue];

export const quoted = (text: string): AttributeValue => ({ quoted: text });
export const bare = (text: string | number): AttributeValue => ({ bare: String(text) });

/** `NAME="value",OTHER=5`. Throws on a text that its form cannot hold: that is a programming mistake, not an input. */
export function formatAttributeList(attributes: readonly Attribute[]): string {
  return attributes.map(([name, value]) => `${name}=${formatValue(value)}`).join(',');
}

function formatValue(value: AttributeValue): string {
  if ('quoted' in value) return `"${assertQuotable(value.quoted)}"`;
  if (!/^[^",\s]+$/.test(value.bare)) throw new TypeError(`Not a bare attribute value: ${JSON.stringify(value.bare)}`);
  return value.bare;
}

/** RFC 8216 §4.2: a quoted string holds no line feed, carriage return or double quote, and there is no escape for them. */
export function assertQuotable(text: string): string {
  if (/["\r\n]/.test(text)) throw new TypeError('A quoted attribute value cannot hold quotes or line breaks');
  return text;
}

/** Where an attribute's value stands in the text that was scanned. For a quoted value the positions are inside the quotes. */
export interface AttributePosition {
  readonly name: string;
  readonly isQuoted: boolean;
  readonly start: number;
  readonly end: number;
}

/**
 * The attributes of `text` from `from` on, or null when it is not an attribute list.
 * Blanks after a comma are not allowed by the RFC but are written by some packagers, so they are read.
 */
export function scanAttributeList(text: string, from = 0): AttributePosition[] | null {
  const attributes: AttributePosition[] = [];
  const pattern = /[ \t]*([A-Z0-9-]+)=(?:"([^"\r\n]*)"|([^",\r\n]*))(,|[ \t]*$)/y;
  for (let position = from; ; ) {
    pattern.lastIndex = position;
    const match = pattern.exec(text);
    if (match === null) return null;
    attributes.push(attributePosition(match, position));
    position = pattern.lastIndex;
    if (match[4] !== ',') return attributes;
  }
}

function attributePosition(match: RegExpExecArray, position: number): AttributePosition {
  const [whole, name = '', quotedValue, bareValue = '', terminator = ''] = match;
  const isQuoted = quotedValue !== undefined;
  const end = position + whole.length - terminator.length - (isQuoted ? 1 : 0);
  return { name, isQuoted, start: end - (quotedValue ?? bareValue).length, end };
}
