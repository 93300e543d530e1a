import type { RouteHandler } from '../../../ports/http-exchange.ts';
import { isAssetId } from '../asset-id.ts';
import { type RemovalParts, removeMedia } from './remove-media.ts';

/** Handler of `DELETE /api/media/{hash}`. A hash that no asset can have names nothing, so nothing is left of it. */
export function removalHandlers(parts: RemovalParts) {
  const remove: RouteHandler = async ({ params }) => {
    const assetId = params.hash ?? '';
    if (isAssetId(assetId)) await removeMedia(parts, assetId);
    return { status: 204, body: { kind: 'empty' } };
  };
  return { removeMedia: remove };
}
