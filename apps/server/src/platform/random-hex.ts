import { randomFillSync } from 'node:crypto';

/** Random bytes are drawn for many ids at once: each call costs more than the bytes it brings. */
const drawn = Buffer.alloc(8192);
let used = drawn.length;

/** So many random bytes, at most 64, as lower-case hexadecimal digits: for ids, not for keys. */
export function randomHex(bytes: number): string {
  if (used + bytes > drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += bytes;
  return drawn.toString('hex', used - bytes, used);
}
