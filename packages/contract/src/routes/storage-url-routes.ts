import { Type } from 'typebox';
import type { Parameter, Route } from '../route.ts';
import {
  RecordingMetadataBody,
  RecordingMetadataList,
  RevokedStorageUrls,
  RevokeStorageUrlsBody,
  StorageUrlAnswer,
  StorageUrlItems,
  StorageUrlList,
  StorageUrlQuery,
  StorageUrlValidity,
  StorageUrlView,
} from '../storage-url-schemas.ts';
import { json, objectAnswers, path, query } from './row-parts.ts';

const header = (about: string): Parameter => ({ in: 'header', schema: Type.String(), about });

const accountRefused: Route['errors'] = {
  400: '`file_missing_access_key`, `file_missing_secret_access_key`, `file_missing_name`, `storage_provider_missing`, `file_invalid_name`, `uri_expiry_invalid`, `request_invalid`',
  401: '`storage_account_not_found`, `storage_provider_not_found`, `storage_directory_invalid`',
  429: '`too_many_requests`, with `Retry-After`: 600 single and 60 bulk calls a minute of an account, 20 failed authentications a minute of an address',
  502: '`storage_unreachable`',
  503: '`signing_unavailable`: no VAULT_URL_SIGNING_KEY',
};
const urlRefused: Route['errors'] = {
  400: '`request_invalid`: a parameter is missing, comes twice or cannot be read',
  503: '`signing_unavailable`: no VAULT_URL_SIGNING_KEY',
};
const signedQuery = {
  a: query('Name of the account.', Type.String()),
  e: query('Last second of its life; Unix time.', Type.String()),
  f: query('Key of the object.', Type.String()),
  p: query('Name of the provider.', Type.String()),
  s: query('64 lower-case hexadecimal digits of HMAC-SHA256.', Type.String()),
  o: query('22 characters of base64url, where it opens only once.', Type.String()),
};
const listQuery = Object.fromEntries(
  Object.entries(StorageUrlQuery.properties).map(([name, schema]) => [
    name,
    query(`See \`${name}\` of the answer.`, schema),
  ]),
);

/** Room for ten thousand names of a kibibyte, and what stands around each of them. */
const MAX_BULK_BYTES = 20 * 1024 * 1024;

/** URLs of objects of providers (Kerberos Vault contract §4 to §7). */
export const storageUrlRoutes = {
  signStorageUrl: {
    method: 'GET',
    path: '/api/storage',
    answersHead: false,
    room: 'api',
    family: 'vault',
    permission: 'account',
    cors: false,
    summary: 'A URL for one object',
    parameters: {
      'X-Kerberos-Storage-FileName': { ...header('Key of the object; UTF-8, nothing decoded.'), isRequired: true },
      'X-Kerberos-Storage-Provider': { ...header('Name of the provider.'), isRequired: true },
      'X-Kerberos-Storage-Once': header('`true`: a URL that opens the object for one GET. Ours.'),
    },
    answers: { 200: json('The URL.', StorageUrlAnswer) },
    errors: accountRefused,
  },
  signStorageUrls: {
    method: 'POST',
    path: '/api/storage/bulk',
    room: 'api',
    family: 'vault',
    permission: 'account',
    cors: false,
    summary: 'URLs for many objects, all or none',
    parameters: {},
    body: { contentType: 'application/json', schema: StorageUrlItems, maxBytes: MAX_BULK_BYTES },
    answers: { 200: json('The URLs.', StorageUrlAnswer) },
    errors: { ...accountRefused, 413: '`request_invalid`: more than 20 MiB' },
  },
  readRecordingMetadata: {
    method: 'POST',
    path: '/api/hls/metadata',
    room: 'api',
    family: 'vault',
    permission: 'account',
    cors: false,
    summary: 'Recordings of cameras by time, with the byte ranges of their fragments',
    parameters: {
      'X-Kerberos-Storage-Provider': { ...header('Name of the provider.'), isRequired: true },
      'X-Kerberos-Storage-Directory': header(
        'Directory in which they lie; that of the account where it is absent. Needed where the account may choose.',
      ),
    },
    body: { contentType: 'application/json', schema: RecordingMetadataBody },
    answers: { 200: json('The recordings that are fragmented MP4s.', RecordingMetadataList) },
    errors: accountRefused,
  },
  readStorageObject: {
    method: 'GET',
    path: '/api/storage/signed',
    room: 'images',
    family: 'vault',
    permission: 'signature',
    cors: true,
    summary: 'The object that a URL of ours was given for',
    parameters: signedQuery,
    answers: objectAnswers,
    errors: {
      ...urlRefused,
      403: '`signature_invalid`, `url_expired`, `access_revoked`',
      404: '`object_not_found`',
      412: '`If-Match` names another version.',
      416: 'The range lies outside the object.',
      502: '`storage_unreachable`',
    },
  },
  validateStorageUrl: {
    method: 'GET',
    path: '/api/storage/signed/validate',
    room: 'images',
    family: 'vault',
    permission: 'open',
    holdsNoMedia: true,
    cors: true,
    summary: 'Whether such a URL opens anything now; the object is not looked at',
    parameters: signedQuery,
    answers: { 200: json('What is so.', StorageUrlValidity) },
    errors: { ...urlRefused, 429: '`too_many_requests`: 60 a minute of an address' },
  },
  listOwnStorageUrls: {
    method: 'GET',
    path: '/api/storage/urls',
    room: 'api',
    family: 'vault',
    permission: 'account',
    cors: false,
    summary: 'URLs that were given to this account, newest first, until a week after their end',
    parameters: listQuery,
    answers: { 200: json('One page.', StorageUrlList) },
    errors: {
      400: accountRefused[400] ?? '',
      401: '`storage_account_not_found`',
      429: '`too_many_requests`',
    },
  },
  listStorageUrls: {
    method: 'GET',
    path: '/v1/storage/urls',
    room: 'api',
    family: 'problem',
    permission: 'api-key',
    cors: false,
    summary: 'URLs that were given, newest first, until a week after their end',
    parameters: listQuery,
    answers: { 200: json('One page.', StorageUrlList) },
    errors: { 400: '`vault/request-invalid`', 401: '`identity/missing-api-key`, `identity/invalid-api-key`' },
  },
  revokeStorageUrls: {
    method: 'POST',
    path: '/v1/storage/urls/revoke',
    room: 'api',
    family: 'problem',
    permission: 'api-key',
    cors: false,
    summary: 'Take back every URL of an account, a provider or an object that we check',
    parameters: {},
    body: { contentType: 'application/json', schema: RevokeStorageUrlsBody },
    answers: { 200: json('How many.', RevokedStorageUrls) },
    errors: { 400: '`vault/request-invalid`', 401: '`identity/missing-api-key`, `identity/invalid-api-key`' },
  },
  revokeStorageUrl: {
    method: 'POST',
    path: '/v1/storage/urls/{id}/revoke',
    room: 'api',
    family: 'problem',
    permission: 'api-key',
    cors: false,
    summary: 'Take back one URL, in every process at once',
    parameters: { id: path('`id` of the URL.') },
    answers: { 200: json('The URL.', StorageUrlView) },
    errors: {
      401: '`identity/missing-api-key`, `identity/invalid-api-key`',
      404: '`vault/url-not-found`',
      409: '`vault/url-not-revocable`: the provider checks it, not we',
    },
  },
} as const satisfies Record<string, Route>;
