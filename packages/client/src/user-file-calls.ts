import type { DownloadUrl, FileList, UploadUrl, UploadUrlBody } from '@sluice/contract';
import type { CallOptions } from './call-options.ts';
import type { Connection } from './connection.ts';
import type { Page } from './page.ts';
import { queryOf } from './query-of.ts';

/** Which files are asked for; all of one's own unless told. */
export interface FileFilter extends Page {
  /** What their paths start with. */
  readonly prefix?: string;
}

/** One's own files. A path is meant below `users/<own id>/`, whether it says so or not. */
export interface UserFileCalls {
  /** A URL that takes one file with `PUT` for an hour, over what is there. It needs no credential. */
  createUploadUrl(body: UploadUrlBody, options?: CallOptions): Promise<UploadUrl>;
  /** A URL that gives one file for an hour, `results/<job_id>/…` of one's own jobs included. It needs no credential. */
  createDownloadUrl(path: string, options?: CallOptions): Promise<DownloadUrl>;
  /** One page, by path: 100 files unless told, 1000 at most. */
  listFiles(filter?: FileFilter, options?: CallOptions): Promise<FileList>;
  /** What was made of the file stays. */
  deleteFile(path: string, options?: CallOptions): Promise<void>;
}

const STORAGE = '/api/storage';

export function createUserFileCalls(send: Connection['send']): UserFileCalls {
  return {
    createUploadUrl: (json, { signal } = {}) => send({ method: 'POST', path: `${STORAGE}/upload-url`, json, signal }),
    createDownloadUrl: (path, { signal } = {}) =>
      send({ method: 'GET', path: `${STORAGE}/download-url${queryOf({ key: path })}`, signal }),
    listFiles: (filter = {}, { signal } = {}) =>
      send({ method: 'GET', path: `${STORAGE}/files${queryOf({ ...filter })}`, signal }),
    deleteFile: async (path, { signal } = {}) =>
      void (await send({ method: 'DELETE', path: `${STORAGE}/files${queryOf({ key: path })}`, signal })),
  };
}
