import { Type } from 'typebox';
import type { Route } from '../route.ts';
import {
  AccountBody,
  AccountList,
  AccountPatch,
  AccountView,
  CreatedAccount,
  ProviderBody,
  ProviderCheck,
  ProviderList,
  ProviderPatch,
  ProviderView,
} from '../storage-schemas.ts';
import { json, path, query } from './row-parts.ts';

const refused: Route['errors'] = { 401: '`identity/missing-api-key`, `identity/invalid-api-key`' };
const unreadable: Route['errors'] = { 422: '`storage/invalid-request`, with every fault in `details`' };
const noProvider: Route['errors'] = { 404: '`storage/provider-not-found`' };
const noAccount: Route['errors'] = { 404: '`storage/account-not-found`' };
const admin = { room: 'api', family: 'problem', permission: 'api-key', cors: false } as const;
const providerName = path('Name of the provider, percent-encoded.');
const accountName = path('Name of the account, percent-encoded.');

/** Storages and the accounts that may name them, for the operator. */
export const storageAdminRoutes = {
  createProvider: {
    ...admin,
    method: 'POST',
    path: '/v1/storage/providers',
    summary: 'Name a storage that accounts may use; its credentials are encrypted and never shown again',
    parameters: {},
    body: { contentType: 'application/json', schema: ProviderBody },
    answers: { 201: json('The provider. Whether it answers is told by its check.', ProviderView) },
    errors: { ...refused, 409: '`storage/provider-exists`', ...unreadable },
  },
  listProviders: {
    ...admin,
    method: 'GET',
    path: '/v1/storage/providers',
    summary: 'Every storage, without credentials',
    parameters: {},
    answers: { 200: json('By name; first `source` and `media`.', ProviderList) },
    errors: refused,
  },
  readProvider: {
    ...admin,
    method: 'GET',
    path: '/v1/storage/providers/{name}',
    summary: 'One storage, without credentials',
    parameters: { name: providerName },
    answers: { 200: json('The provider.', ProviderView) },
    errors: { ...refused, ...noProvider },
  },
  changeProvider: {
    ...admin,
    method: 'PATCH',
    path: '/v1/storage/providers/{name}',
    summary: 'Change a storage, in every process at once',
    parameters: { name: providerName },
    body: { contentType: 'application/json', schema: ProviderPatch },
    answers: { 200: json('The provider.', ProviderView) },
    errors: { ...refused, ...noProvider, 409: '`storage/provider-embedded`', ...unreadable },
  },
  deleteProvider: {
    ...admin,
    method: 'DELETE',
    path: '/v1/storage/providers/{name}',
    summary: 'Forget a storage; its objects stay where they are',
    parameters: {
      name: providerName,
      force: query(
        '`true`: although accounts name it. What they ask of it is refused from then on.',
        Type.Union([Type.Literal('true'), Type.Literal('false')]),
      ),
    },
    answers: { 204: { about: 'It is forgotten.' } },
    errors: { ...refused, ...noProvider, 409: '`storage/provider-in-use`, `storage/provider-embedded`', ...unreadable },
  },
  checkProvider: {
    ...admin,
    method: 'POST',
    path: '/v1/storage/providers/{name}/check',
    summary: 'Write, read, sign and delete a small object, and say in one sentence what is wrong',
    parameters: { name: providerName },
    answers: { 200: json('What was found.', ProviderCheck) },
    errors: { ...refused, ...noProvider },
  },
  createAccount: {
    ...admin,
    method: 'POST',
    path: '/v1/storage/accounts',
    summary: 'Make an account; this answer alone shows its secret',
    parameters: {},
    body: { contentType: 'application/json', schema: AccountBody },
    answers: { 201: json('The account.', CreatedAccount) },
    errors: {
      ...refused,
      409: '`storage/account-exists`, `storage/access-key-taken`',
      422: '`storage/invalid-request`, `storage/unknown-provider`',
    },
  },
  listAccounts: {
    ...admin,
    method: 'GET',
    path: '/v1/storage/accounts',
    summary: 'Every account, without secrets',
    parameters: {},
    answers: { 200: json('By name.', AccountList) },
    errors: refused,
  },
  readAccount: {
    ...admin,
    method: 'GET',
    path: '/v1/storage/accounts/{name}',
    summary: 'One account, without its secret',
    parameters: { name: accountName },
    answers: { 200: json('The account.', AccountView) },
    errors: { ...refused, ...noAccount },
  },
  changeAccount: {
    ...admin,
    method: 'PATCH',
    path: '/v1/storage/accounts/{name}',
    summary: 'Change an account, or turn it off or on, in every process at once',
    parameters: { name: accountName },
    body: { contentType: 'application/json', schema: AccountPatch },
    answers: { 200: json('The account.', AccountView) },
    errors: { ...refused, ...noAccount, 422: '`storage/invalid-request`, `storage/unknown-provider`' },
  },
  deleteAccount: {
    ...admin,
    method: 'DELETE',
    path: '/v1/storage/accounts/{name}',
    summary: 'Delete an account; its objects stay where they are',
    parameters: { name: accountName },
    answers: { 204: { about: 'It is gone, and every URL that was signed for it with it.' } },
    errors: { ...refused, ...noAccount },
  },
  renewAccountSecret: {
    ...admin,
    method: 'POST',
    path: '/v1/storage/accounts/{name}/secret',
    summary: 'Give an account a new secret; the old one ends at once, URLs that were signed go on',
    parameters: { name: accountName },
    answers: { 200: json('The account with its new secret, shown this once.', CreatedAccount) },
    errors: { ...refused, ...noAccount },
  },
} as const satisfies Record<string, Route>;
