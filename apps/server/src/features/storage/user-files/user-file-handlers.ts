import { FilesQuery, FileUrlQuery, type UploadUrl, UploadUrlBody } from '@sluice/contract';
import { jsonAnswer, noStore, type RouteHandler } from '../../../ports/http-exchange.ts';
import type { ObjectStore } from '../../../ports/object-store.ts';
import {
  decideStoragePrefix,
  identityErrors,
  readUserBody,
  readUserQuery,
  requireCaller,
  requireSourceKey,
} from '../../identity/index.ts';
import type { ObjectUrls } from '../object-urls.ts';
import { requireStored, type StoredLookup } from './find-stored.ts';
import { listFiles } from './list-files.ts';

export interface UserFileDesk extends StoredLookup {
  readonly source: ObjectStore;
  readonly media: ObjectStore;
  readonly objectUrls: ObjectUrls;
}

const URL_SECONDS = 3600;
const DEFAULT_LIMIT = 100;
/** Handlers of what users ask of `/api/storage`. */
export function userFileHandlers(desk: UserFileDesk) {
  const { source, objectUrls } = desk;

  const createUploadUrl: RouteHandler = async (request) => {
    const { grant } = requireCaller(request);
    const path = requireSourceKey(grant, readUserBody(UploadUrlBody, request.bodyBytes).file_path);
    const { url, headers } = await objectUrls.put(path, URL_SECONDS, 'replace');
    const answer: UploadUrl = {
      ...{ upload_url: url, method: 'PUT', headers, storage_path: path, expires_in: URL_SECONDS },
    };
    return jsonAnswer(200, answer, noStore);
  };

  const createDownloadUrl: RouteHandler = async (request) => {
    const { grant } = requireCaller(request);
    const { store, key, path } = await requireStored(desk, grant, readUserQuery(FileUrlQuery, request.rawTarget).key);
    if ((await desk[store].head(key)) === null) throw identityErrors.notFound('File');
    const url = await objectUrls.get(store, key, URL_SECONDS);
    return jsonAnswer(200, { download_url: url, storage_path: path, expires_in: URL_SECONDS }, noStore);
  };

  const list: RouteHandler = async (request) => {
    const { userId } = requireCaller(request);
    const { prefix: text = '', limit, cursor = null } = readUserQuery(FilesQuery, request.rawTarget);
    const prefix = decideStoragePrefix(userId, text);
    if (prefix === null) throw identityErrors.storagePath();
    const page = { cursor, limit: limit === undefined ? DEFAULT_LIMIT : Number(limit) };
    return jsonAnswer(200, await listFiles(source, prefix, page), noStore);
  };

  const deleteFile: RouteHandler = async (request) => {
    const { grant } = requireCaller(request);
    const key = requireSourceKey(grant, readUserQuery(FileUrlQuery, request.rawTarget).key);
    if ((await source.head(key)) === null) throw identityErrors.notFound('File');
    await source.delete(key);
    return jsonAnswer(200, { ok: true }, noStore);
  };

  return { createUploadUrl, createDownloadUrl, listFiles: list, deleteFile };
}
