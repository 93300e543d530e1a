import { contentTypeOf, knownContentType } from '../../platform/content-type.ts';
import { recovering } from '../../ports/awaitable.ts';
import type { HttpAnswer } from '../../ports/http-exchange.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
import { byteObject, type StoredObjects } from '../storage/index.ts';
import { immutable } from './cache-headers.ts';
import { sniffContentType, sniffedBytes } from './sniff-content-type.ts';

/** One provider: the store and what is kept of it in memory. */
export interface Provider {
  readonly store: ObjectStore;
  readonly objects: StoredObjects;
}

const notFound = (): SluiceError => new SluiceError('image/object-missing', { status: 404, message: 'not found' });

/** Vylux contract §20, row 16: an outage is not the same as nothing. */
const unavailable = (cause: unknown): SluiceError =>
  new SluiceError('image/storage-unavailable', { status: 502, message: 'storage unavailable', cause });

async function findObject({ objects }: Provider, key: string) {
  const found = await recovering(
    () => objects.find(key, null),
    (error) => Promise.reject(unavailable(error)),
  );
  if (found === null) throw notFound();
  return found;
}

/** The object exactly as it is stored, its type by the name alone (Vylux contract §4.4). */
export async function answerThumb(media: Provider, key: string): Promise<HttpAnswer> {
  const found = await findObject(media, key);
  const object = byteObject(media.store, found, contentTypeOf(key));
  return { status: 200, headers: immutable, body: { kind: 'object', object } };
}

/** The same of a source, its type by the name, else by its first bytes (Vylux contract §4.3). */
export async function answerOriginal(source: Provider, key: string): Promise<HttpAnswer> {
  const found = await findObject(source, key);
  const known = knownContentType(key);
  const untyped = byteObject(source.store, found, known ?? 'application/octet-stream');
  if (known !== null || untyped.size === 0)
    return { status: 200, headers: immutable, body: { kind: 'object', object: untyped } };
  const head = await untyped.readBytes({ first: 0, last: Math.min(untyped.size, sniffedBytes) - 1 });
  const object = { ...untyped, contentType: sniffContentType(head) ?? untyped.contentType };
  return { status: 200, headers: immutable, body: { kind: 'object', object } };
}
