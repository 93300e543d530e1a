import { Type } from 'typebox';
import type { Route } from '../route.ts';
import { DownloadUrl, FileList, UploadUrl, UploadUrlBody } from '../user-file-schemas.ts';
import { json, query, userRefused } from './row-parts.ts';

const pathRefused = { ...userRefused, 403: '`Storage path does not belong to this user`' };
const unreadable = { 422: 'What is wrong with the request, member by member.' };
const key = query('Path of the file.', Type.String());

/** The files of users in the source store, and what was made of them. */
export const userFileRoutes = {
  createUploadUrl: {
    method: 'POST',
    path: '/api/storage/upload-url',
    room: 'api',
    family: 'identity',
    permission: 'user',
    cors: 'listed',
    summary: 'A URL that takes one file for an hour',
    parameters: {},
    body: { contentType: 'application/json', schema: UploadUrlBody },
    answers: { 200: json('The URL.', UploadUrl) },
    errors: { ...pathRefused, ...unreadable },
  },
  createDownloadUrl: {
    method: 'GET',
    path: '/api/storage/download-url',
    room: 'api',
    family: 'identity',
    permission: 'user',
    cors: 'listed',
    summary: 'A URL that gives one file for an hour',
    parameters: { key },
    answers: { 200: json('The URL.', DownloadUrl) },
    errors: { ...pathRefused, 404: '`File not found`', ...unreadable },
  },
  listFiles: {
    method: 'GET',
    path: '/api/storage/files',
    room: 'api',
    family: 'identity',
    permission: 'user',
    cors: 'listed',
    summary: 'One’s own files, by path',
    parameters: {
      prefix: query('Only files whose path starts with this.', Type.String()),
      limit: query('Files on a page; default 100.', Type.Integer({ minimum: 1, maximum: 1000 })),
      cursor: query('`next_cursor` of the page before.', Type.String()),
    },
    answers: { 200: json('One page.', FileList) },
    errors: { ...pathRefused, ...unreadable },
  },
  deleteFile: {
    method: 'DELETE',
    path: '/api/storage/files',
    room: 'api',
    family: 'identity',
    permission: 'user',
    cors: 'listed',
    summary: 'Delete a file; what was made of it stays',
    parameters: { key },
    answers: { 200: json('It is gone.', Type.Object({ ok: Type.Literal(true) })) },
    errors: { ...pathRefused, 404: '`File not found`', ...unreadable },
  },
} as const satisfies Record<string, Route>;
