import { isBase64urlCode } from '../bytes/base64url.ts';

/** The fields of an edge token in the order in which we write them (edge-access §4.1). */
export const edgeTokenFieldNames = ['kid', 'st', 'exp', 'acl', 'id', 'aud', 'sub', 'ip', 'dom', 'ua', 'mx'] as const;
export type EdgeTokenFieldName = (typeof edgeTokenFieldNames)[number];

/** The fields of one token as received, escapes not decoded. */
export type EdgeTokenFields = Partial<Record<EdgeTokenFieldName, string>>;

export interface SplitEdgeToken {
  /** What the signature covers. */
  readonly body: string;
  readonly fields: EdgeTokenFields;
  /** 43 characters of the base64url alphabet, perhaps not canonical. */
  readonly signature: string;
}

export const maxEdgeTokenLength = 2048;
export const edgeTokenPrefix = 'v=1~';
export const signatureMark = '~sig=';
const signatureLength = 43;

const known: ReadonlySet<string> = new Set(edgeTokenFieldNames);
const tilde = 0x7e;
const percent = 0x25;

/** 1 for the ASCII codes that may stand in a value by themselves. */
const isValueCode = new Uint8Array(128);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._/*!:,@') {
  isValueCode[character.charCodeAt(0)] = 1;
}

/**
 * Splits a token into its fields in one pass over a bounded text. Null for anything that the grammar does not produce:
 * another prefix, an unknown, empty or repeated field, a foreign byte, a lower-case escape, a signature of another form.
 */
export function splitEdgeToken(token: string): SplitEdgeToken | null {
  const bodyEnd = token.length - signatureMark.length - signatureLength;
  if (token.length > maxEdgeTokenLength || !token.startsWith(edgeTokenPrefix)) return null;
  if (bodyEnd <= edgeTokenPrefix.length || !token.startsWith(signatureMark, bodyEnd)) return null;
  const signature = token.slice(bodyEnd + signatureMark.length);
  const fields = isBase64urlText(signature) ? splitFields(token, edgeTokenPrefix.length, bodyEnd) : null;
  return fields === null ? null : { body: token.slice(0, bodyEnd), fields, signature };
}

function splitFields(token: string, start: number, end: number): EdgeTokenFields | null {
  const fields: EdgeTokenFields = {};
  for (let fieldStart = start; fieldStart <= end; ) {
    const equals = token.indexOf('=', fieldStart);
    const name = token.slice(fieldStart, equals);
    const valueEnd = endOfValue(token, equals + 1, end);
    if (equals < 0 || !isFieldName(name) || fields[name] !== undefined || valueEnd <= equals + 1) return null;
    fields[name] = token.slice(equals + 1, valueEnd);
    fieldStart = valueEnd + 1;
  }
  return fields;
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
      if (code > 127 || isValueCode[code] !== 1) return -1;
      index++;
    }
  }
  return index === end ? end : -1;
}

function isFieldName(name: string): name is EdgeTokenFieldName {
  return known.has(name);
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
