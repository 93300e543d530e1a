import { type HttpRequest, jsonAnswer, noStore, type RouteHandler } from '../../ports/http-exchange.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
import { requireGrant, requireSourceKey } from '../identity/index.ts';
import { announcedBytes, receiveSource } from './receive-source.ts';
import { parseSourceKey } from './source-key.ts';
import { sourceView } from './source-view.ts';

/** The key that the caller means, once it is theirs to use. */
const keyOf = (request: HttpRequest): string =>
  requireSourceKey(requireGrant(request), parseSourceKey(request.params.key ?? ''));

/** Handlers of the source provider's routes. */
export function storageHandlers(source: ObjectStore, maxBytes: number) {
  const putSource: RouteHandler = async (request) => {
    const upload = {
      key: keyOf(request),
      body: request.bodyStream,
      announcedBytes: announcedBytes(request.headers),
    };
    return jsonAnswer(201, sourceView(await receiveSource(source, upload, maxBytes)));
  };
  const getSource: RouteHandler = async (request) => {
    const info = await source.head(keyOf(request));
    if (info === null) {
      throw new SluiceError('storage/object-missing', { status: 404, message: 'There is no object with this key.' });
    }
    return jsonAnswer(200, sourceView(info), noStore);
  };
  return { putSource, getSource };
}
