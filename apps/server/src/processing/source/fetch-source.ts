import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ObjectStore } from '../../ports/object-store.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
import { SourceRefused } from './source-refused.ts';

/** A source object as a file. */
export interface FetchedSource {
  readonly path: string;
  readonly etag: string;
  readonly bytes: number;
}

/**
 * The object as a file: where it lies when the store keeps plain files, else a copy in scratch of at most `maxBytes`.
 * Rejects with the store's errors and with `SourceRefused`.
 */
export async function fetchSource(
  store: ObjectStore,
  key: string,
  scratch: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<FetchedSource> {
  const info = await store.head(key);
  if (info === null) {
    throw new SluiceError('storage/object-missing', { status: 404, message: 'The source object does not exist.' });
  }
  if (info.size === 0) throw new SourceRefused('The file is empty (0 bytes): upload it again, completely.');
  if (store.localPath !== undefined) return { path: await store.localPath(key), etag: info.etag, bytes: info.size };
  if (info.size > maxBytes) throw tooLarge(maxBytes);
  const path = join(scratch, 'source');
  const { body } = await store.readStream(key);
  await pipeline(body, atMost(maxBytes), createWriteStream(path, { mode: 0o600 }), { signal });
  return { path, etag: info.etag, bytes: info.size };
}

/** The size that the store told may be wrong by the time the bytes come. */
function atMost(maxBytes: number): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      size += chunk.length;
      if (size > maxBytes) done(tooLarge(maxBytes));
      else done(null, chunk);
    },
  });
}

function tooLarge(maxBytes: number): SourceRefused {
  return new SourceRefused(
    `The file is larger than the ${maxBytes} bytes that are allowed: send a smaller version of the film.`,
  );
}
