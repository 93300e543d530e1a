import { AssetPolicy, type AssetView } from '@sluice/contract';
import { Value } from 'typebox/value';
import type { Database } from '../../ports/database.ts';
import { jsonAnswer, type RouteHandler } from '../../ports/http-exchange.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
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

/** Handlers of the asset routes. */
export function assetHandlers(database: Database, directory: AssetDirectory) {
  const load = async (id: string): Promise<Asset> => {
    const asset = await loadAsset(database, id);
    if (asset !== null) return asset;
    throw new SluiceError('assets/not-found', { status: 404, message: 'There is no asset with this id.' });
  };
  const putAsset: RouteHandler = async ({ params, bodyBytes }) => {
    const id = requireAssetId(params.id ?? '');
    const { access } = parsePolicy(bodyBytes);
    const isNew = await saveAssetAccess(database, id, access);
    directory.forget(id);
    return jsonAnswer(isNew ? 201 : 200, view(await load(id)));
  };
  const getAsset: RouteHandler = async ({ params }) =>
    jsonAnswer(200, view(await load(params.id ?? '')), { 'cache-control': 'no-store' });
  return { putAsset, getAsset };
}
