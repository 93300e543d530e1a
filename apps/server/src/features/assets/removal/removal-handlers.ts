import type { Grant } from '@sluice/access';
import { type Clock, unixSeconds } from '../../../ports/clock.ts';
import type { RouteHandler } from '../../../ports/http-exchange.ts';
import {
  decideOwnership,
  findAssetOwner,
  identityErrors,
  requireGrant,
  requireOwnership,
} from '../../identity/index.ts';
import { requireAssetId } from '../asset-id.ts';
import { type RemovalParts, removeMedia } from './remove-media.ts';

/** What is not there is nobody's but the operator's: a removal also takes away what is still being brought in. */
async function requireRemovable({ database, clock }: Removal, grant: Grant, assetId: string): Promise<void> {
  const asset = await findAssetOwner(database, assetId);
  if (asset !== undefined) requireOwnership(grant, asset.ownerId, clock);
  else if (!decideOwnership(grant, null, 'manage', unixSeconds(clock)).ok) throw identityErrors.notFound('Media');
}

interface Removal extends RemovalParts {
  readonly clock: Clock;
}

/** Handler of `DELETE /api/media/{hash}`. */
export function removalHandlers(parts: Removal) {
  const remove: RouteHandler = async (request) => {
    const assetId = requireAssetId(request.params.hash ?? '');
    await requireRemovable(parts, requireGrant(request), assetId);
    await removeMedia(parts, assetId);
    return { status: 204, body: { kind: 'empty' } };
  };
  return { removeMedia: remove };
}
