import { type KeyRecord, PublicKey } from '@sluice/access';
import type { Selectable } from 'kysely';
import type { Page } from '../../../platform/video-api/read-page.ts';
import { newVideoId } from '../../../platform/video-api/video-id.ts';
import type { Database, VideoSigningKeysTable } from '../../../ports/database.ts';

export type StoredVideoKey = Pick<Selectable<VideoSigningKeysTable>, 'id' | 'created_at'>;

/** A signing key, and the environment whose objects it may open. */
export interface VideoKey {
  readonly environmentId: string;
  readonly record: KeyRecord;
}

const columns = ['id', 'created_at'] as const;

/** `publicKey`: the public members of a JWK. */
export function insertVideoKey(database: Database, environmentId: string, publicKey: object): Promise<StoredVideoKey> {
  return database
    .insertInto('video_signing_keys')
    .values({ id: newVideoId(), environment_id: environmentId, public_key: JSON.stringify(publicKey) })
    .returning(columns)
    .executeTakeFirstOrThrow();
}

/** Newest first. */
export function listVideoKeys(
  database: Database,
  environmentId: string,
  { limit, offset }: Page,
): Promise<StoredVideoKey[]> {
  return database
    .selectFrom('video_signing_keys')
    .select(columns)
    .where('environment_id', '=', environmentId)
    .orderBy('seq', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
}

/** Undefined where the environment has none of that id. */
export function readVideoKey(
  database: Database,
  environmentId: string,
  id: string,
): Promise<StoredVideoKey | undefined> {
  return database
    .selectFrom('video_signing_keys')
    .select(columns)
    .where('environment_id', '=', environmentId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** False where the environment has none of that id. */
export async function deleteVideoKey(database: Database, environmentId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await database
    .deleteFrom('video_signing_keys')
    .where('environment_id', '=', environmentId)
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
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
