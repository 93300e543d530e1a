import { Type } from 'typebox';
import type { Parameter, Route } from '../route.ts';
import {
  DeletedObjectAnswer,
  StoredObjectAnswer,
  UploadGrantBody,
  UploadGrantView,
  UploadPresignBody,
  UploadPresignView,
  UploadView,
} from '../upload-schemas.ts';
import { json, objectAnswers, path } from './row-parts.ts';

const header = (about: string): Parameter => ({ in: 'header', schema: Type.String(), about });
const named = {
  'X-Kerberos-Storage-FileName': { ...header('Key of the object; UTF-8, nothing decoded.'), isRequired: true },
  'X-Kerberos-Storage-Provider': { ...header('Name of the provider.'), isRequired: true },
} as const;
const told = {
  'X-Kerberos-Storage-Directory': header('Put before the file name where that does not begin with it.'),
  'X-Kerberos-Storage-CloudKey': header('Taken, and not looked at.'),
  'X-Kerberos-Storage-Device': header('Taken, and not looked at.'),
  'X-Kerberos-Storage-Capture': header('Taken, and not looked at.'),
  'X-Kerberos-Storage-Fps': header('Taken, and not looked at.'),
  'X-Kerberos-Storage-Duration': header('Taken, and not looked at.'),
  'X-Kerberos-Storage-Timestamp': header('Taken, and not looked at.'),
};
const accountRefused: Route['errors'] = {
  400: '`file_missing_access_key`, `file_missing_secret_access_key`, `file_missing_name`, `storage_provider_missing`, `file_invalid_name`, `request_invalid`',
  401: '`storage_account_not_found`, `storage_provider_not_found`, `storage_directory_invalid`',
  429: '`too_many_requests`: 20 failed authentications a minute of an address; 600 grants and signed URLs a minute of an account',
};
const unreachable = { 502: '`storage_unreachable`, with the name of the provider' };
const uploadRefused: Route['errors'] = {
  400: '`file_missing_access_key`, `file_missing_secret_access_key`, `request_invalid`; or what tus finds wrong, as text',
  401: '`storage_account_not_found`, `storage_provider_not_found`, `storage_directory_invalid`, `upload_grant_invalid`, `upload_grant_expired`',
  412: 'As text: no `Tus-Resumable: 1.0.0`',
};
const noUpload = { 404: '`upload_not_found`; the same for an upload of somebody else', 410: 'As text: it has expired' };
const account = { room: 'api', family: 'vault', permission: 'account', cors: false } as const;
const uploader = { room: 'api', family: 'vault', permission: 'upload', cors: 'uploads' } as const;
const uploadId = path('The last segment of its `Location`.');
const tus = (name: string, about: string) => ({ [name]: header(about) });

/** Bringing objects into the directory of an account: raw (Kerberos Vault contract §9), straight to the store, by tus 1.0. */
export const uploadRoutes = {
  storeObject: {
    ...account,
    method: 'POST',
    path: '/api/storage',
    summary: 'Store the body as an object, as a whole or not at all',
    parameters: { ...named, ...told },
    body: { contentType: 'application/octet-stream' },
    answers: { 200: json('It is stored.', StoredObjectAnswer) },
    errors: { ...accountRefused, 413: '`request_invalid`: larger than MAX_FILE_SIZE; nothing is kept', ...unreachable },
  },
  readStoredObject: {
    ...account,
    method: 'GET',
    path: '/api/storage/blob',
    summary: 'The bytes of an object',
    parameters: named,
    answers: objectAnswers,
    errors: { ...accountRefused, 404: '`object_not_found`', 416: 'The range lies outside the object.', ...unreachable },
  },
  deleteObject: {
    ...account,
    method: 'DELETE',
    path: '/api/storage',
    summary: 'Delete an object',
    parameters: named,
    answers: { 200: json('It is gone, or was never there.', DeletedObjectAnswer) },
    errors: { ...accountRefused, ...unreachable },
  },
  presignUpload: {
    ...account,
    method: 'POST',
    path: '/v1/storage/uploads/presign',
    summary: 'A URL by which an object is put straight into its store',
    parameters: {},
    body: { contentType: 'application/json', schema: UploadPresignBody },
    answers: { 200: json('The URL, and what to send with it.', UploadPresignView) },
    errors: { ...accountRefused, 409: '`presign_unsupported`: such a store takes uploads by tus alone' },
  },
  createUploadGrant: {
    ...account,
    method: 'POST',
    path: '/v1/storage/upload-grants',
    summary: 'A grant with which a browser brings in one object, for a short time',
    parameters: {},
    body: { contentType: 'application/json', schema: UploadGrantBody },
    answers: { 201: json('The grant.', UploadGrantView) },
    errors: accountRefused,
  },
  createUpload: {
    ...uploader,
    method: 'POST',
    path: '/v1/storage/uploads',
    summary: 'Begin a resumable upload (tus 1.0 creation)',
    parameters: {
      'X-Kerberos-Storage-FileName': header('Key of the object; with a grant, that of the grant counts.'),
      'X-Kerberos-Storage-Provider': header('Name of the provider; default: the main one of the account.'),
      ...tus('Upload-Length', 'Bytes of the whole.'),
      ...tus('Upload-Metadata', '`filetype` becomes the content type of the object.'),
    },
    body: { contentType: 'application/offset+octet-stream' },
    answers: { 201: { about: 'Begun; `Location` is where to go on, `Upload-Expires` until when.' } },
    errors: {
      ...uploadRefused,
      400: `${uploadRefused[400]}; \`file_missing_name\`, \`file_invalid_name\``,
      413: 'Larger than MAX_FILE_SIZE, or than the grant allows; nothing is kept',
      507: '`upload_space_full`: UPLOAD_SPOOL_SIZE bytes are on their way already',
    },
  },
  readUpload: {
    ...uploader,
    method: 'GET',
    path: '/v1/storage/uploads/{id}',
    summary: 'How far a resumable upload is; `HEAD` is that of tus 1.0',
    parameters: { id: uploadId },
    answers: { 200: json('The upload; `Upload-Offset` and `Upload-Length` in the header.', UploadView) },
    errors: {
      ...uploadRefused,
      ...noUpload,
      423: '`upload_not_stored`: all bytes are here, but the store cannot be reached: ask again',
    },
  },
  continueUpload: {
    ...uploader,
    method: 'PATCH',
    path: '/v1/storage/uploads/{id}',
    summary: 'Bring more of an upload; the last byte makes it an object',
    parameters: { id: uploadId, ...tus('Upload-Offset', 'Where these bytes belong.') },
    body: { contentType: 'application/offset+octet-stream' },
    answers: { 204: { about: 'They are here; `Upload-Offset` tells how many in all.' } },
    errors: {
      ...uploadRefused,
      ...noUpload,
      409: 'As text: `Upload-Offset` is not where the upload stands',
      413: 'As text: more than was told',
      415: 'As text: not `application/offset+octet-stream`',
      ...unreachable,
    },
  },
  cancelUpload: {
    ...uploader,
    method: 'DELETE',
    path: '/v1/storage/uploads/{id}',
    summary: 'Give up an upload (tus 1.0 termination); an object that was stored stays',
    parameters: { id: uploadId },
    answers: { 204: { about: 'What was here of it is gone.' } },
    errors: { ...uploadRefused, ...noUpload },
  },
} as const satisfies Record<string, Route>;
