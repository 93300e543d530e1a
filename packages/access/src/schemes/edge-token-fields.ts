import { decodeBase64url, isBase64urlCode } from '../bytes/base64url.ts';
import { type Refusal, refuse } from '../refusal.ts';

/** The fields of an edge token in the order in which we write them (edge-access §4.1). */
export const edgeTokenFieldNames = ['kid', 'st', 'exp', 'acl', 'id', 'aud', 'sub', 'ip', 'dom', 'ua', 'mx'] as const;

/** The values of one token in the order of {@link edgeTokenFieldNames}, escapes not decoded; absent ones undefined. */
export type EdgeTokenFields = readonly (string | undefined)[];

export interface SplitEdgeToken {
  readonly ok: true;
  /** What the signature covers. */
  readonly body: string;
  readonly fields: EdgeTokenFields;
  /** Null when the signature is not canonical base64url, so cannot be right. */
  readonly mac: Uint8Array | null;
}

export const maxEdgeTokenLength = 2048;
export const edgeTokenPrefix = 'v=1~';
export const signatureMark = '~sig=';
export const signatureLength = 43;

const malformed: Refusal<'token_malformed'> = refuse('token_malformed');
const maxNameLength = 3;
const [tilde, percent, equals] = [0x7e, 0x25, 0x3d];

/** 1 for the ASCII codes that may stand in a value by themselves. */
const isValueCode = new Uint8Array(128);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._/*!:,@') {
  isValueCode[character.charCodeAt(0)] = 1;
}

/** Index of each field by its name read as a number in base 128, so that looking it up makes no string. */
const fieldIndexByName = new Map(
  edgeTokenFieldNames.map((name, index) => [readName(name, 0, name.length), index] as const),
);

/**
 * Splits a token into its fields in one pass over a bounded text. `token_malformed` for anything that the grammar does
 * not produce: another prefix, an unknown, empty or repeated field, a foreign byte, a lower-case escape, a signature of
 * another form.
 */
export function splitEdgeToken(token: string): SplitEdgeToken | Refusal<'token_malformed'> {
  const bodyEnd = token.length - signatureMark.length - signatureLength;
  if (token.length > maxEdgeTokenLength || bodyEnd <= edgeTokenPrefix.length) return malformed;
  if (!token.startsWith(edgeTokenPrefix) || !token.startsWith(signatureMark, bodyEnd)) return malformed;
  const fields = splitFields(token, edgeTokenPrefix.length, bodyEnd);
  const signature = token.slice(bodyEnd + signatureMark.length);
  const mac = decodeBase64url(signature);
  if (fields === null || (mac === null && !isBase64urlText(signature))) return malformed;
  return { ok: true, body: token.slice(0, bodyEnd), fields, mac };
}

function splitFields(token: string, start: number, end: number): EdgeTokenFields | null {
  const fields = new Array<string | undefined>(edgeTokenFieldNames.length).fill(undefined);
  for (let fieldStart = start; fieldStart <= end; ) {
    const nameEnd = endOfName(token, fieldStart);
    const index = fieldIndexByName.get(readName(token, fieldStart, nameEnd));
    const valueEnd = endOfValue(token, nameEnd + 1, end);
    if (index === undefined || fields[index] !== undefined || valueEnd <= nameEnd + 1) return null;
    fields[index] = token.slice(nameEnd + 1, valueEnd);
    fieldStart = valueEnd + 1;
  }
  return fields;
}

/** Index of the `=` that closes the name at `start`, or the index behind the longest name. */
function endOfName(token: string, start: number): number {
  let index = start;
  while (index - start < maxNameLength && token.charCodeAt(index) !== equals) index++;
  return index;
}

/** The name as a number; NaN, which no field has, when it is not closed by `=`. */
function readName(text: string, start: number, end: number): number {
  let name = 0;
  for (let index = start; index < end; index++) name = name * 128 + text.charCodeAt(index);
  return end === text.length || text.charCodeAt(end) === equals ? name : Number.NaN;
}

/** Index of the `~` or `end` that closes the value at `start`; -1 when a character before it may not stand there. */
function endOfValue(token: string, start: number, end: number): number {
  let index = start;
  while (index < end) {
    const code = token.charCodeAt(index);
    if (code === tilde) return index;
    if (code === percent) {
      if (!isUpperHexCode(token.charCodeAt(index + 1)) || !isUpperHexCode(token.charCodeAt(index + 2))) return -1;
      index += 3;
    } else {
      if (isValueCode[code] !== 1) return -1;
      index++;
    }
  }
  return index === end ? end : -1;
}

function isUpperHexCode(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x46);
}

function isBase64urlText(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (!isBase64urlCode(text.charCodeAt(index))) return false;
  }
  return true;
}
