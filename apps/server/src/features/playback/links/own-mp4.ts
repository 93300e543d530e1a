import type { Grant } from '@sluice/access';
import { contentTypeOf } from '../../../platform/content-type.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Database } from '../../../ports/database.ts';
import type { HttpRequest } from '../../../ports/http-exchange.ts';
import type { ObjectReader } from '../../../ports/object-store.ts';
import { assetFolder } from '../../assets/index.ts';
import { identityErrors } from '../../identity/index.ts';
import { requireStored, type StoredPlace } from '../../storage/index.ts';

interface OwnMp4Parts {
  readonly database: Database;
  readonly clock: Clock;
  readonly source: ObjectReader;
  readonly media: ObjectReader;
}

/** `key` or, where there is none, `path` in the query. */
function pathIn({ rawTarget }: HttpRequest): string {
  const query = new URLSearchParams(rawTarget.slice(rawTarget.indexOf('?') + 1));
  const named = rawTarget.includes('?') ? (query.get('key') ?? query.get('path')) : null;
  if (named === null) throw identityErrors.notFound('Video');
  return named;
}

/**
 * The MP4 file of the caller that the query names (LynxVizion contract §5).
 * @throws {SluiceError} 403 for a path that is not theirs, 404 where there is no MP4.
 */
export async function findOwnMp4(parts: OwnMp4Parts, grant: Grant, request: HttpRequest): Promise<StoredPlace> {
  const { database, clock } = parts;
  const object = await requireStored({ database, clock, folderOf: assetFolder }, grant, pathIn(request));
  const isThere = contentTypeOf(object.key) === 'video/mp4' && (await parts[object.store].head(object.key)) !== null;
  if (!isThere) throw identityErrors.notFound('Video');
  return object;
}
