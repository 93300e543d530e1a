import { decodeUtf8 } from '@sluice/access';
import { type Awaitable, whenThere } from '../../ports/awaitable.ts';
import type { HttpAnswer } from '../../ports/http-exchange.ts';
import type { ObjectReader } from '../../ports/object-store.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
import type { Admission } from '../access/index.ts';
import { assetFolder } from '../assets/index.ts';
import { byteObject, type KeptObject, type StoredObjects } from '../storage/index.ts';
import { cacheClassOf, cacheHeaders } from './cache-policy.ts';
import { answerPlaylist, type PlaylistParts } from './playlists.ts';

export interface StoredParts extends PlaylistParts {
  readonly store: ObjectReader;
  readonly objects: StoredObjects;
}

/**
 * The stored object at the admitted path: playlists written for the grant, everything else as it is.
 * Null when there is none.
 */
export function answerStored(
  parts: StoredParts,
  admission: Admission,
  swapsKey: boolean,
  contentType: string,
): Awaitable<HttpAnswer | null> {
  const { assetId, path, asset } = admission;
  // What tells of changes of an asset does not tell of each segment of one that grows.
  const owner = asset?.isLive === true && path.endsWith('.m3u8') ? null : asset;
  return whenThere(parts.objects.find(`${assetFolder(assetId)}/${path}`, owner), (found) =>
    found === null ? null : answerFound(parts, admission, { found, swapsKey, contentType }),
  );
}

interface FoundObject {
  readonly found: KeptObject;
  readonly swapsKey: boolean;
  readonly contentType: string;
}

function answerFound(
  parts: StoredParts,
  admission: Admission,
  { found, swapsKey, contentType }: FoundObject,
): Awaitable<HttpAnswer> {
  const { path } = admission;
  const { info, bytes } = found;
  if (path.endsWith('.m3u8') && admission.grant !== null) {
    const text = (): string => decodeUtf8(bytes ?? new Uint8Array()) ?? '';
    return answerPlaylist(parts, { admission, id: `${info.key} ${info.etag}`, text, swapsKey });
  }
  return {
    status: 200,
    headers: cacheHeaders(admission, cacheClassOf(path, admission.asset?.isLive === true)),
    body: { kind: 'object', object: byteObject(parts.store, found, contentType) },
  };
}

/** The 404 of the routes below `/stream/`, in the contract's words. */
export const streamNotFound = (): SluiceError =>
  new SluiceError('playback/object-missing', { status: 404, message: 'not found' });
