import { jsonAnswer, type RouteHandler } from '../../ports/http-exchange.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
import { announcedBytes, receiveSource } from './receive-source.ts';
import { parseSourceKey } from './source-key.ts';
import { sourceView } from './source-view.ts';

/** Handlers of the source provider's routes. */
export function storageHandlers(source: ObjectStore, maxBytes: number) {
  const putSource: RouteHandler = async ({ params, headers, bodyStream }) => {
    const upload = {
      key: parseSourceKey(params.key ?? ''),
      body: bodyStream,
      announcedBytes: announcedBytes(headers),
    };
    return jsonAnswer(201, sourceView(await receiveSource(source, upload, maxBytes)));
  };
  const getSource: RouteHandler = async ({ params }) => {
    const info = await source.head(parseSourceKey(params.key ?? ''));
    if (info === null) {
      throw new SluiceError('storage/object-missing', { status: 404, message: 'There is no object with this key.' });
    }
    return jsonAnswer(200, sourceView(info), { 'cache-control': 'no-store' });
  };
  return { putSource, getSource };
}
