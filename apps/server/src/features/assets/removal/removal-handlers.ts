import type { RouteHandler } from '../../../ports/http-exchange.ts';
import { requireAssetId } from '../asset-id.ts';
import { type RemovalParts, removeMedia } from './remove-media.ts';

/** Handler of `DELETE /api/media/{hash}`. */
export function removalHandlers(parts: RemovalParts) {
  const remove: RouteHandler = async ({ params }) => {
    await removeMedia(parts, requireAssetId(params.hash ?? ''));
    return { status: 204, body: { kind: 'empty' } };
  };
  return { removeMedia: remove };
}
