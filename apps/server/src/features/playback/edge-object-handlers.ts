import { decodePercent } from '@sluice/access';
import { noStore, type RouteHandler } from '../../ports/http-exchange.ts';
import type { ObjectReader } from '../../ports/object-store.ts';
import { isSluiceError, SluiceError } from '../../ports/sluice-error.ts';
import { byteObject } from '../storage/index.ts';

const missing = (): SluiceError =>
  new SluiceError('storage/object-missing', { status: 404, message: 'There is no object with this key.' });

/** Handler of `GET /v1/edge/objects/{key…}`: an object as the media provider has it, for an edge that runs the gate. */
export function edgeObjectHandlers(store: ObjectReader) {
  const readEdgeObject: RouteHandler = async ({ params }) => {
    const key = (params.key ?? '').split('/').map(decodePercent);
    const info = key.includes(null) ? null : await store.head(key.join('/')).catch(asMissing);
    if (info === null) throw missing();
    const type = info.contentType ?? 'application/octet-stream';
    return {
      status: 200,
      headers: noStore,
      body: { kind: 'object', object: byteObject(store, { info }, type) },
    };
  };
  return { readEdgeObject };
}

/** A key that no object can have names nothing. */
function asMissing(error: unknown): null {
  if (isSluiceError(error, 'storage/invalid-key')) return null;
  throw error;
}
