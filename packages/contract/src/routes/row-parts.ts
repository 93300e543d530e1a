import { Type } from 'typebox';
import type { Answer, Parameter, Route } from '../route.ts';

export const path = (about: string): Parameter => ({ in: 'path', schema: Type.String(), about });
export const query = (about: string, schema: Parameter['schema']): Parameter => ({ in: 'query', schema, about });
export const assetId = path('Id of the asset: the `hash` that its job was created with.');
export const json = (about: string, schema: Answer['schema']): Answer =>
  schema === undefined ? { about } : { about, contentType: 'application/json', schema };

/** What a user is refused with, in the words of their contract (LynxVizion contract §5, §6). */
const userRefusals =
  'without that header, of `Authorization`: `Invalid Authorization header`, `Invalid or inactive API key`, `Invalid token`, `Token expired`, `User not found`';
export const ownerRefused = { 403: '`Resource does not belong to this user`' };
export const sourceRefused = {
  403: '`Resource does not belong to this user`, `Storage path does not belong to this user`',
};
export const holderRefused = { 401: `\`missing API key\`, \`invalid API key\`; ${userRefusals}`, ...ownerRefused };
export const problemHolderRefused = {
  401: '`identity/missing-api-key`, `identity/invalid-api-key`; of users `identity/invalid-authorization`, `identity/invalid-user-key`, `identity/invalid-token`, `identity/token-expired`, `identity/user-not-found`',
  ...ownerRefused,
};
export const edgeKeyRefused = { 401: '`missing_api_key`, `invalid_api_key`' };
export const edgeHolderRefused = {
  401: '`missing_api_key`, `invalid_api_key`; of users `invalid_authorization`, `invalid_user_key`, `invalid_token`, `token_expired`, `user_not_found`',
};
export const edgeRefused = { 401: '`access/edge-unknown`: no `Authorization: Bearer` with EDGE_SECRET' };
export const edgeRequestRefused = { ...edgeRefused, 422: '`access/invalid-request`' };
export const objectAnswers: Route['answers'] = {
  200: { about: 'The object.', contentType: 'application/octet-stream' },
  206: { about: 'One range of it.', contentType: 'application/octet-stream' },
  304: { about: 'Unchanged since the validator that was sent.' },
};
export const mediaAnswers: Route['answers'] = {
  ...objectAnswers,
  302: {
    about: 'Of a playlist, where the token in the address is half spent or has just ended: the same with a fresh one.',
  },
};
export const gateRefusals: Route['errors'] = {
  400: '`bad_path`',
  403: '`token_missing`, `token_malformed`, `token_invalid`, `token_not_yet_valid`, `token_expired`, `token_revoked`, `asset_mismatch`, `token_exhausted`, `acl_mismatch`, `ip_mismatch`, `domain_mismatch`, `ua_mismatch`, `token_shared`, `not_entitled` (a manifest with a token that would be renewed)',
  404: '`not_found`; seen only with a valid credential',
  416: 'The range lies outside the object.',
  429: '`rate_limited`: too many requests of this token, or too many refusals of this address; see `Retry-After`',
  503: '`edge_stale`: no keys are loaded yet',
};

export const signedObjectErrors: Route['errors'] = {
  400: '`missing key`, `invalid key encoding`',
  403: '`invalid signature`',
  404: '`not found`',
  416: 'The range lies outside the object.',
  502: '`storage unavailable`',
};

export const userRefused: Route['errors'] = {
  401: '`Missing Authorization header`, `Invalid Authorization header`, `Invalid or inactive API key`, `Invalid token`, `Token expired`, `User not found`',
  429: '`Too many failed attempts`: more than 20 failed API keys of this address in a minute; see `Retry-After`',
  503: '`Authentication service unavailable`',
};
