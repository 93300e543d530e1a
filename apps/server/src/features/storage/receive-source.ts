import type { ObjectInfo, ObjectStore } from '../../ports/object-store.ts';
import { SluiceError } from '../../ports/sluice-error.ts';

export interface SourceUpload {
  readonly key: string;
  readonly body: AsyncIterable<Uint8Array>;
  /** As announced; null for a chunked body. */
  readonly announcedBytes: number | null;
}

/** The length of a body by its header; null for a chunked one. */
export const announcedBytes = (header: string | undefined): number | null =>
  header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : null;

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
  return store.put(upload.key, telling(upload.body), { maxBytes });
}
