import type { IncomingMessage } from 'node:http';
import { SluiceError } from '../ports/sluice-error.ts';

/** Bodies that are parsed in memory, where the row says nothing else. */
const MAX_BYTES = 1_048_576;
/** A client that needs longer for a megabyte is holding a connection, not sending a request. */
const MAX_SECONDS = 30;

/** The whole body of a request that carries JSON. */
export async function readBody(message: IncomingMessage, maxBytes: number = MAX_BYTES): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const timer = setTimeout(() => message.destroy(), MAX_SECONDS * 1000);
  try {
    for await (const chunk of message as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > maxBytes) {
        throw new SluiceError('http/body-too-large', { status: 413, message: 'Request Entity Too Large' });
      }
      chunks.push(chunk);
    }
  } finally {
    clearTimeout(timer);
  }
  return Buffer.concat(chunks, size);
}
