import { createHash } from 'node:crypto';
import type { ByteObject } from '../../ports/http-exchange.ts';

/** Bytes that were made for this answer, or once for many, with a validator of their content. */
export function madeObject(content: Uint8Array | string, contentType: string): ByteObject {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return {
    size: bytes.byteLength,
    contentType,
    etag: createHash('sha256').update(bytes).digest('hex').slice(0, 32),
    bytes,
    readBytes: async (range) => (range ? bytes.subarray(range.first, range.last + 1) : bytes),
  };
}
