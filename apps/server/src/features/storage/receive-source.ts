import type { HttpRequest } from '../../ports/http-exchange.ts';
import type { ObjectInfo, ObjectStore } from '../../ports/object-store.ts';
import { SluiceError } from '../../ports/sluice-error.ts';

export interface SourceUpload {
  readonly key: string;
  readonly body: AsyncIterable<Uint8Array>;
  /** As announced; null for a chunked body. */
  readonly announcedBytes: number | null;
  /** Refuses with `storage/object-exists` where something is already. */
  readonly ifAbsent?: boolean;
}

/** The length that a request tells before its body; null of a chunked one. */
export function announcedBytes(headers: HttpRequest['headers']): number | null {
  const text = headers['content-length'];
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** A body that breaks off is the caller's failure, not the store's. */
async function* telling(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    throw new SluiceError('storage/upload-incomplete', {
      status: 400,
      message: 'The upload broke off before its end; nothing was kept. Send it again.',
      cause,
    });
  }
}

/** Stores an upload as a whole or not at all. `storage/object-too-large` beyond `maxBytes`. */
export async function receiveSource(store: ObjectStore, upload: SourceUpload, maxBytes: number): Promise<ObjectInfo> {
  if (upload.announcedBytes !== null && upload.announcedBytes > maxBytes) {
    throw new SluiceError('storage/object-too-large', {
      status: 413,
      message: `The file is larger than MAX_FILE_SIZE (${maxBytes} bytes).`,
      details: { maxBytes },
    });
  }
  return store.put(upload.key, telling(upload.body), { maxBytes, ifAbsent: upload.ifAbsent ?? false });
}
