import { AssetPolicy, AssetView, SourceView } from '../asset-schemas.ts';
import type { Route } from '../route.ts';

import { assetId, json, path, problemHolderRefused, sourceRefused } from './row-parts.ts';

/** Assets and their sources. */
export const assetRoutes = {
  putAsset: {
    method: 'PUT',
    path: '/v1/assets/{id}',
    room: 'api',
    family: 'problem',
    permission: 'api-key-or-user',
    cors: false,
    summary: 'Create an asset or change who may see it',
    parameters: { id: assetId },
    body: { contentType: 'application/json', schema: AssetPolicy },
    answers: { 200: json('The asset.', AssetView), 201: json('The asset, new.', AssetView) },
    errors: {
      400: '`assets/invalid-id`, `assets/invalid-body`',
      ...problemHolderRefused,
    },
  },
  getAsset: {
    method: 'GET',
    path: '/v1/assets/{id}',
    room: 'api',
    family: 'problem',
    permission: 'api-key-or-user',
    cors: false,
    summary: 'What exists under an id',
    parameters: { id: assetId },
    answers: { 200: json('The asset.', AssetView) },
    errors: { ...problemHolderRefused, 404: '`assets/not-found`' },
  },
  putSource: {
    method: 'PUT',
    path: '/v1/source/{key+}',
    room: 'api',
    family: 'problem',
    permission: 'api-key-or-user',
    cors: false,
    summary: 'Upload a file to the source provider',
    parameters: { key: path('Object key; slashes may arrive raw or as `%2F`.') },
    body: { contentType: 'application/octet-stream' },
    answers: { 201: json('Stored whole.', SourceView) },
    errors: {
      400: '`storage/invalid-key`, `storage/upload-incomplete`',
      ...problemHolderRefused,
      ...sourceRefused,
      413: '`storage/object-too-large`: more than MAX_FILE_SIZE',
      503: '`storage/unavailable`',
    },
  },
  getSource: {
    method: 'GET',
    path: '/v1/source/{key+}',
    room: 'api',
    family: 'problem',
    permission: 'api-key-or-user',
    cors: false,
    summary: 'What the source provider keeps under a key',
    parameters: { key: path('Object key.') },
    answers: { 200: json('The object.', SourceView) },
    errors: {
      400: '`storage/invalid-key`',
      ...problemHolderRefused,
      ...sourceRefused,
      404: '`storage/object-missing`',
    },
  },
} as const satisfies Record<string, Route>;
