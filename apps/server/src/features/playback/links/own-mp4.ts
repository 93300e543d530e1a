import type { Grant, StoreName } from '@sluice/access';
import { contentTypeOf } from '../../../platform/content-type.ts';
import { type Clock, unixSeconds } from '../../../ports/clock.ts';
import type { Database } from '../../../ports/database.ts';
import type { HttpRequest } from '../../../ports/http-exchange.ts';
import type { ObjectReader } from '../../../ports/object-store.ts';
import { assetFolder } from '../../assets/index.ts';
import {
  decideOwnership,
  decideStoragePath,
  findJobOwner,
  identityErrors,
  ownerOfNew,
  type StoragePath,
} from '../../identity/index.ts';

interface OwnMp4Parts {
  readonly database: Database;
  readonly clock: Clock;
  readonly source: ObjectReader;
  readonly media: ObjectReader;
}

interface NamedObject {
  readonly store: StoreName;
  readonly key: string;
}

/** `key` or, where there is none, `path` in the query. */
function pathIn({ rawTarget }: HttpRequest): string {
  const query = new URLSearchParams(rawTarget.slice(rawTarget.indexOf('?') + 1));
  const named = rawTarget.includes('?') ? (query.get('key') ?? query.get('path')) : null;
  if (named === null) throw identityErrors.notFound('Video');
  return named;
}

async function place(parts: OwnMp4Parts, grant: Grant, path: StoragePath): Promise<NamedObject> {
  if (!path.ok) throw identityErrors.storagePath();
  if (path.kind === 'own') return { store: 'source', key: path.path };
  const job = await findJobOwner(parts.database, path.jobId);
  const isTheirs = job !== undefined && decideOwnership(grant, job.ownerId, 'manage', unixSeconds(parts.clock)).ok;
  if (!isTheirs) throw identityErrors.storagePath();
  return { store: 'media', key: `${assetFolder(job.assetId)}/${path.file}` };
}

/**
 * The MP4 file of the caller that the query names (LynxVizion contract §5).
 * @throws {SluiceError} 403 for a path that is not theirs, 404 where there is no MP4.
 */
export async function findOwnMp4(parts: OwnMp4Parts, grant: Grant, request: HttpRequest): Promise<NamedObject> {
  const path = decideStoragePath(ownerOfNew(grant) ?? '', pathIn(request));
  const object = await place(parts, grant, path);
  const isThere = contentTypeOf(object.key) === 'video/mp4' && (await parts[object.store].head(object.key)) !== null;
  if (!isThere) throw identityErrors.notFound('Video');
  return object;
}
