import type { Grant } from '@sluice/access';
import { AssetPolicy, type AssetView } from '@sluice/contract';
import { Value } from 'typebox/value';
import type { Clock } from '../../ports/clock.ts';
import type { Database } from '../../ports/database.ts';
import { jsonAnswer, noStore, type RouteHandler } from '../../ports/http-exchange.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
import { ownerOfNew, requireGrant, requireOwnership } from '../identity/index.ts';
import type { AssetDirectory } from './asset-directory.ts';
import { requireAssetId } from './asset-id.ts';
import { type Asset, loadAsset, saveAssetAccess } from './asset-store.ts';

function parsePolicy(bytes: Uint8Array): AssetPolicy {
  const refusal = new SluiceError('assets/invalid-body', {
    status: 400,
    message: 'The body must be {"access":"public"} or {"access":"protected"}.',
  });
  try {
    const body: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (Value.Check(AssetPolicy, body)) return body;
  } catch {
    throw refusal;
  }
  throw refusal;
}

const view = (asset: Asset): AssetView => ({
  id: asset.id,
  access: asset.access,
  ready: asset.presentation !== null,
  encrypted: asset.contentKid !== null,
  duration_seconds: asset.presentation?.durationSeconds ?? null,
  created_at: asset.createdAt.toISOString(),
  updated_at: asset.updatedAt.toISOString(),
});

export interface AssetDesk {
  readonly database: Database;
  readonly directory: AssetDirectory;
  readonly clock: Clock;
}

/** Handlers of the asset routes. */
export function assetHandlers({ database, directory, clock }: AssetDesk) {
  const load = async (id: string, grant: Grant): Promise<Asset> => {
    const asset = await loadAsset(database, id);
    if (asset === null) {
      throw new SluiceError('assets/not-found', { status: 404, message: 'There is no asset with this id.' });
    }
    requireOwnership(grant, asset.ownerId, clock);
    return asset;
  };
  const putAsset: RouteHandler = async (request) => {
    const grant = requireGrant(request);
    const id = requireAssetId(request.params.id ?? '');
    const { access } = parsePolicy(request.bodyBytes);
    const asset = { id, access, ownerId: ownerOfNew(grant) };
    const isNew = await saveAssetAccess(database, asset, (ownerId) => requireOwnership(grant, ownerId, clock));
    directory.forget(id);
    return jsonAnswer(isNew ? 201 : 200, view(await load(id, grant)));
  };
  const getAsset: RouteHandler = async (request) =>
    jsonAnswer(200, view(await load(request.params.id ?? '', requireGrant(request))), noStore);
  return { putAsset, getAsset };
}
