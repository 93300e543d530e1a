import { contentTypeOf } from '../../platform/content-type.ts';
import { jsonAnswer } from '../../ports/http-exchange.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
import type { SignedGuard } from '../access/index.ts';
import { announcedBytes, byteObject, receiveSource, sourceView } from '../storage/index.ts';

export interface ObjectParts {
  readonly source: ObjectStore;
  readonly media: ObjectStore;
  readonly maxBytes: number;
}

/** What a browser only shows or plays. Everything else, pages and drawings with scripts before all, is saved. */
const isInline = (contentType: string): boolean =>
  /^(?:video|audio|image)\//.test(contentType) && contentType !== 'image/svg+xml';

const disposition = (contentType: string) => (isInline(contentType) ? {} : { 'content-disposition': 'attachment' });

const missing = (): SluiceError =>
  new SluiceError('storage/object-missing', { status: 404, message: 'There is no object with this key.' });

const notWritten = (): SluiceError =>
  new SluiceError('access/signature-refused', { status: 403, message: 'Only source objects can be stored.' });

/** Handlers of the URLs that open one object, read straight from its store: whoever has just stored it sees it. */
export function objectHandlers(guard: SignedGuard, { maxBytes, ...stores }: ObjectParts) {
  return {
    readObject: guard.objectRead(async ({ store, key }) => {
      const info = await stores[store].head(key);
      if (info === null) throw missing();
      const contentType = contentTypeOf(key);
      const object = byteObject(stores[store], { info }, contentType);
      const headers = { 'cache-control': 'private', ...disposition(contentType) };
      return { status: 200, headers, body: { kind: 'object', object } };
    }),
    writeObject: guard.objectWrite(async ({ store, key, use }, { headers, bodyStream }) => {
      if (store !== 'source') throw notWritten();
      const upload = { key, body: bodyStream, announcedBytes: announcedBytes(headers), ifAbsent: use === 'create' };
      const info = await receiveSource(stores.source, upload, maxBytes);
      return jsonAnswer(200, sourceView(info), { etag: `"${info.etag}"`, 'cache-control': 'no-store' });
    }),
  };
}
