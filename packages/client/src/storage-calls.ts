import type {
  AccountBody,
  AccountList,
  AccountPatch,
  AccountView,
  CreatedAccount,
  ProviderCheck,
  ProviderList,
  ProviderView,
} from '@sluice/contract';
import type { CallOptions } from './call-options.ts';
import type { Connection } from './connection.ts';

/** Calls of the operator on storages and the accounts that may use them. */
export interface StorageCalls {
  /** `name`, `type` and the fields of that type. */
  createProvider(body: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<ProviderView>;
  listProviders(options?: CallOptions): Promise<ProviderList>;
  changeProvider(
    name: string,
    changes: Readonly<Record<string, unknown>>,
    options?: CallOptions,
  ): Promise<ProviderView>;
  /** `force`: although accounts name it. */
  deleteProvider(name: string, options?: CallOptions & { readonly force?: boolean }): Promise<void>;
  /** Writes, reads, signs and deletes a small object. */
  checkProvider(name: string, options?: CallOptions): Promise<ProviderCheck>;
  /** The answer is the only one that holds the secret. */
  createAccount(body: AccountBody, options?: CallOptions): Promise<CreatedAccount>;
  listAccounts(options?: CallOptions): Promise<AccountList>;
  changeAccount(name: string, changes: AccountPatch, options?: CallOptions): Promise<AccountView>;
  deleteAccount(name: string, options?: CallOptions): Promise<void>;
  /** The old secret ends at once. The answer is the only one that holds the new one. */
  renewAccountSecret(name: string, options?: CallOptions): Promise<CreatedAccount>;
}

const PROVIDERS = '/v1/storage/providers';
const ACCOUNTS = '/v1/storage/accounts';
const providerPath = (name: string): string => `${PROVIDERS}/${encodeURIComponent(name)}`;
const accountPath = (name: string): string => `${ACCOUNTS}/${encodeURIComponent(name)}`;

export function createStorageCalls(send: Connection['send']): StorageCalls {
  return {
    createProvider: (json, { signal } = {}) => send({ method: 'POST', path: PROVIDERS, json, signal }),
    listProviders: ({ signal } = {}) => send({ method: 'GET', path: PROVIDERS, signal }),
    changeProvider: (name, json, { signal } = {}) => send({ method: 'PATCH', path: providerPath(name), json, signal }),
    deleteProvider: (name, { signal, force = false } = {}) =>
      send({ method: 'DELETE', path: `${providerPath(name)}${force ? '?force=true' : ''}`, signal }),
    checkProvider: (name, { signal } = {}) => send({ method: 'POST', path: `${providerPath(name)}/check`, signal }),
    createAccount: (json, { signal } = {}) => send({ method: 'POST', path: ACCOUNTS, json, signal }),
    listAccounts: ({ signal } = {}) => send({ method: 'GET', path: ACCOUNTS, signal }),
    changeAccount: (name, json, { signal } = {}) => send({ method: 'PATCH', path: accountPath(name), json, signal }),
    deleteAccount: (name, { signal } = {}) => send({ method: 'DELETE', path: accountPath(name), signal }),
    renewAccountSecret: (name, { signal } = {}) =>
      send({ method: 'POST', path: `${accountPath(name)}/secret`, signal }),
  };
}
