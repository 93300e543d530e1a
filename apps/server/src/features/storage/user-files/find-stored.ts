import type { Grant, StoreName } from '@sluice/access';
import { type Clock, unixSeconds } from '../../../ports/clock.ts';
import type { Database } from '../../../ports/database.ts';
import {
  decideOwnership,
  decideStoragePath,
  findJobOwner,
  identityErrors,
  ownerOfNew,
  type StoragePath,
} from '../../identity/index.ts';

/** An object of one of the two stores. */
export interface StoredPlace {
  readonly store: StoreName;
  readonly key: string;
  /** As its owner names it. */
  readonly path: string;
}

export interface StoredLookup {
  readonly database: Database;
  readonly clock: Clock;
  /** Folder in the media store of what was made of an asset. */
  readonly folderOf: (assetId: string) => string;
}

async function placeOf(
  { database, clock, folderOf }: StoredLookup,
  grant: Grant,
  decision: StoragePath,
): Promise<StoredPlace | null> {
  if (!decision.ok) return null;
  const { path } = decision;
  if (decision.kind === 'own') return { store: 'source', key: path, path };
  const job = await findJobOwner(database, decision.jobId);
  if (job === undefined || !decideOwnership(grant, job.ownerId, 'manage', unixSeconds(clock)).ok) return null;
  return { store: 'media', key: `${folderOf(job.assetId)}/${decision.file}`, path };
}

/**
 * The object that a user means by a path: a file below `users/<their id>/`, or with `results/<job_id>/…` something that
 * was made by a job of theirs. Whether there is one is not looked at.
 * @throws {SluiceError} 403 `Storage path does not belong to this user`.
 */
export async function requireStored(lookup: StoredLookup, grant: Grant, text: string): Promise<StoredPlace> {
  const userId = ownerOfNew(grant);
  const place = userId === null ? null : await placeOf(lookup, grant, decideStoragePath(userId, text));
  if (place === null) throw identityErrors.storagePath();
  return place;
}
