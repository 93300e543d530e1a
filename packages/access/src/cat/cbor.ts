import { concat } from '../bytes/concat.ts';
import { decodeUtf8, encodeUtf8 } from '../bytes/utf8.ts';

/** The part of CBOR (RFC 8949) that CWT needs: whole numbers up to 32 bits, bytes, text, arrays, maps and tags. */
export type CborValue = number | string | Uint8Array | readonly CborValue[] | CborMap | CborTag;

/** In the order of the encoding. */
export type CborMap = ReadonlyMap<number | string, CborValue>;

export interface CborTag {
  readonly tag: number;
  readonly value: CborValue;
}

const major = { unsigned: 0, negative: 1, bytes: 2, text: 3, array: 4, map: 5, tag: 6 } as const;
const maxDepth = 8;
const argumentLengths = [1, 2, 4] as const;

/** The encoding of `value`, every length in its shortest form. Throws a RangeError on a number of more than 32 bits. */
export function encodeCbor(value: CborValue): Uint8Array {
  if (typeof value === 'number') return value < 0 ? head(major.negative, -1 - value) : head(major.unsigned, value);
  if (value instanceof Uint8Array) return concat(head(major.bytes, value.length), value);
  if (typeof value === 'string') {
    const bytes = encodeUtf8(value);
    return concat(head(major.text, bytes.length), bytes);
  }
  if (Array.isArray(value)) return concat(head(major.array, value.length), ...value.map(encodeCbor));
  if (isCborMap(value)) {
    const items = [...value].flatMap(([key, member]) => [encodeCbor(key), encodeCbor(member)]);
    return concat(head(major.map, value.size), ...items);
  }
  const { tag, value: inner } = value as CborTag;
  return concat(head(major.tag, tag), encodeCbor(inner));
}

/**
 * The value that `bytes` encode, all of them; null for anything else: other types, lengths that are indefinite or not
 * in their shortest form, text that is not UTF-8, a key twice, too many levels. So each value has one encoding, up to
 * the order of a map. Bound the length first.
 */
export function decodeCbor(bytes: Uint8Array): CborValue | null {
  const read = readValue(bytes, 0, 0);
  return read !== null && read.end === bytes.length ? read.value : null;
}

/** True for a map. */
export function isCborMap(value: CborValue | undefined): value is CborMap {
  return value instanceof Map;
}

/** The value inside of tag `number`, or null. */
export function untagged(value: CborValue | null, number: number): CborValue | null {
  const isTag = typeof value === 'object' && value !== null && 'tag' in value;
  return isTag && value.tag === number ? value.value : null;
}

function head(type: number, argument: number): Uint8Array {
  if (!Number.isInteger(argument) || argument < 0 || argument > 0xffff_ffff)
    throw new RangeError('a CBOR number has 32 bits at most');
  if (argument < 24) return Uint8Array.of((type << 5) | argument);
  const size = argument < 0x100 ? 0 : argument < 0x1_0000 ? 1 : 2;
  const length = argumentLengths[size] ?? 4;
  const digits = Array.from({ length }, (_, index) => (argument >>> (8 * (length - 1 - index))) & 0xff);
  return Uint8Array.of((type << 5) | (24 + size), ...digits);
}

interface Read<T> {
  readonly value: T;
  /** Index behind it. */
  readonly end: number;
}

function readHead(bytes: Uint8Array, start: number): (Read<number> & { readonly type: number }) | null {
  const first = bytes[start];
  if (first === undefined) return null;
  const [type, low] = [first >> 5, first & 31];
  if (low < 24) return { type, value: low, end: start + 1 };
  const length = argumentLengths[low - 24];
  const end = start + 1 + (length ?? 0);
  if (length === undefined || end > bytes.length) return null;
  const value = bytes.subarray(start + 1, end).reduce((sum, byte) => sum * 256 + byte, 0);
  const isShortest = value >= (length === 1 ? 24 : 256 ** (length / 2));
  return isShortest ? { type, value, end } : null;
}

function readValue(bytes: Uint8Array, start: number, depth: number): Read<CborValue> | null {
  const read = depth > maxDepth ? null : readHead(bytes, start);
  if (read === null) return null;
  const { type, value, end } = read;
  switch (type) {
    case major.unsigned:
      return { value, end };
    case major.negative:
      return { value: -1 - value, end };
    case major.bytes:
    case major.text:
      return readString(bytes, read);
    case major.array:
      return readArray(bytes, read, depth);
    case major.map:
      return readMap(bytes, read, depth);
    case major.tag: {
      const inner = readValue(bytes, end, depth + 1);
      return inner === null ? null : { value: { tag: value, value: inner.value }, end: inner.end };
    }
    default:
      return null;
  }
}

function readString(
  bytes: Uint8Array,
  { type, value: length, end: start }: Read<number> & { readonly type: number },
): Read<CborValue> | null {
  const end = start + length;
  if (end > bytes.length) return null;
  const content = bytes.slice(start, end);
  const value = type === major.bytes ? content : decodeUtf8(content);
  return value === null ? null : { value, end };
}

function readArray(
  bytes: Uint8Array,
  { value: count, end: start }: Read<number>,
  depth: number,
): Read<CborValue> | null {
  const value: CborValue[] = [];
  let end = start;
  while (value.length < count) {
    const item = readValue(bytes, end, depth + 1);
    if (item === null) return null;
    value.push(item.value);
    end = item.end;
  }
  return { value, end };
}

function readMap(bytes: Uint8Array, { value: count, end: start }: Read<number>, depth: number): Read<CborValue> | null {
  const value = new Map<number | string, CborValue>();
  let end = start;
  for (let index = 0; index < count; index++) {
    const key = readValue(bytes, end, depth + 1);
    const member = key === null ? null : readValue(bytes, key.end, depth + 1);
    if (key === null || member === null) return null;
    if ((typeof key.value !== 'number' && typeof key.value !== 'string') || value.has(key.value)) return null;
    value.set(key.value, member.value);
    end = member.end;
  }
  return { value, end };
}
