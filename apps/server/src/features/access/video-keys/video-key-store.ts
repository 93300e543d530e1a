import { type KeyRecord, PublicKey } from '@sluice/access';
import type { Database } from '../../../ports/database.ts';

/** A signing key, and the environment whose objects it may open. */
export interface VideoKey {
  readonly environmentId: string;
  readonly record: KeyRecord;
}

/** Looked up with every token, so that a key which is deleted opens nothing from then on, in any process. */
export async function findVideoKey(database: Database, id: string): Promise<VideoKey | null> {
  const row = await database
    .selectFrom('video_signing_keys')
    .select(['environment_id', 'public_key'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  const verifyKey = new PublicKey('RS256', row.public_key);
  const record: KeyRecord = { keyClass: 'video-jwt', kid: id, state: 'active', verifyKey, signKey: null };
  return { environmentId: row.environment_id, record };
}
