import type { Database } from '../../../ports/database.ts';
import { forgetTokensOf } from '../register/token-register.ts';
import type { Revoke } from '../revocations/create-revoke.ts';

/** Takes back every token for the asset, and has every edge forget what it keeps of it. */
export async function releaseGrants(database: Database, revoke: Revoke, assetId: string): Promise<void> {
  await revoke({ type: 'asset', value: assetId, before: 'now', reason: 'The asset was removed.' });
  await forgetTokensOf(database, assetId);
  await database.deleteFrom('embed_tokens').where('asset_id', '=', assetId).execute();
}
