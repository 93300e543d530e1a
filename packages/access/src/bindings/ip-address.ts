/** An address as its bytes: 4 for IPv4, 16 for IPv6. */
export type IpAddress = Uint8Array;

const maxTextLength = 45;
const zero = 0x30;

/**
 * Parses an IPv4 address in dotted decimal or an IPv6 address (RFC 4291 §2.2), without zone or brackets.
 * An IPv4-mapped IPv6 address is its IPv4 address. Null for anything else, octal-looking parts like `010` included.
 */
export function parseIpAddress(text: string): IpAddress | null {
  if (text.length > maxTextLength) return null;
  if (!text.includes(':')) return parseIpv4(text);
  const bytes = parseIpv6(text);
  return bytes !== null && isIpv4Mapped(bytes) ? bytes.slice(12) : bytes;
}

/** Parses an IPv6 address and keeps it one, IPv4-mapped or not. */
export function parseIpv6(text: string): Uint8Array | null {
  if (text.length > maxTextLength) return null;
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = parseGroups(halves[0] ?? '', halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1] ?? '', true) : [];
  if (head === null || tail === null) return null;
  const missing = 16 - head.length - tail.length;
  // `::` stands for at least one group of zeros (RFC 4291 §2.2).
  if (halves.length === 2 ? missing < 2 : missing !== 0) return null;
  return Uint8Array.from([...head, ...Array.from({ length: missing }, () => 0), ...tail]);
}

/** True for `::ffff:a.b.c.d` (RFC 4291 §2.5.5.2). */
export function isIpv4Mapped(bytes: Uint8Array): boolean {
  return (
    bytes.length === 16 && bytes[10] === 0xff && bytes[11] === 0xff && bytes.subarray(0, 10).every((byte) => byte === 0)
  );
}

function parseIpv4(text: string): Uint8Array | null {
  const bytes = new Uint8Array(4);
  let start = 0;
  for (let index = 0; index < 4; index++) {
    const dot = index < 3 ? text.indexOf('.', start) : text.length;
    const value = dot < 0 ? -1 : parseDecimalByte(text, start, dot);
    if (value < 0) return null;
    bytes[index] = value;
    start = dot + 1;
  }
  return bytes;
}

/** The number of one to three digits, without a leading zero, that stands there and fits a byte; else -1. */
function parseDecimalByte(text: string, start: number, end: number): number {
  const length = end - start;
  if (length < 1 || length > 3 || (length > 1 && text.charCodeAt(start) === zero)) return -1;
  let value = 0;
  for (let index = start; index < end; index++) {
    const digit = text.charCodeAt(index) - zero;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value <= 255 ? value : -1;
}

/** The bytes of `:`-separated groups; the last may be an IPv4 address where `mayEndInIpv4`. */
function parseGroups(text: string, mayEndInIpv4: boolean): number[] | null {
  if (text === '') return [];
  const bytes: number[] = [];
  const groups = text.split(':');
  for (const [index, group] of groups.entries()) {
    if (mayEndInIpv4 && index === groups.length - 1 && group.includes('.')) {
      const ipv4 = parseIpv4(group);
      return ipv4 === null ? null : [...bytes, ...ipv4];
    }
    if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return null;
    const value = Number.parseInt(group, 16);
    bytes.push(value >> 8, value & 0xff);
  }
  return bytes;
}
