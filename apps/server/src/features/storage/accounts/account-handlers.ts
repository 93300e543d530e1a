import { AccountBody, type AccountList, AccountPatch, type CreatedAccount, isStorageName } from '@sluice/contract';
import type { Database } from '../../../ports/database.ts';
import { type HttpAnswer, jsonAnswer, noStore, type RouteHandler } from '../../../ports/http-exchange.ts';
import { nameInPath, readStorageBody } from '../read-storage-body.ts';
import { storageErrors } from '../storage-error.ts';
import { deleteAccount, listAccounts, loadAccount } from './account-store.ts';
import { accountView } from './account-view.ts';
import { changeAccount, createAccount, type MadeAccount, renewSecret } from './change-account.ts';

function nameOf(params: Readonly<Record<string, string>>): string {
  const name = nameInPath(params.name);
  if (name === null) throw storageErrors.accountNotFound();
  return name;
}

function created(status: number, { row, secret }: MadeAccount): HttpAnswer {
  const answer: CreatedAccount = { ...accountView(row), secretAccessKey: secret };
  return jsonAnswer(status, answer, noStore);
}

/** Handlers of `/v1/storage/accounts`. `forget`: this process knows of a change before it is answered. */
export function accountHandlers(database: Database, forget: () => void) {
  const changed = async <T>(work: Promise<T>): Promise<T> => {
    const value = await work;
    forget();
    return value;
  };

  const createAccountHandler: RouteHandler = async ({ bodyBytes }) => {
    const body = readStorageBody(AccountBody, bodyBytes);
    if (!isStorageName(body.name))
      throw storageErrors.invalidRequest([{ place: '/name', message: 'cannot be a name' }]);
    return created(201, await changed(createAccount(database, body)));
  };
  const listAccountsHandler: RouteHandler = async () => {
    const list: AccountList = { accounts: (await listAccounts(database)).map(accountView) };
    return jsonAnswer(200, list, noStore);
  };
  const readAccount: RouteHandler = async ({ params }) => {
    const row = await loadAccount(database, nameOf(params));
    if (row === undefined) throw storageErrors.accountNotFound();
    return jsonAnswer(200, accountView(row), noStore);
  };
  const changeAccountHandler: RouteHandler = async ({ params, bodyBytes }) => {
    const name = nameOf(params);
    const patch = readStorageBody(AccountPatch, bodyBytes);
    return jsonAnswer(200, accountView(await changed(changeAccount(database, name, patch))), noStore);
  };
  const deleteAccountHandler: RouteHandler = async ({ params }) => {
    const isGone = await changed(deleteAccount(database, nameOf(params)));
    if (!isGone) throw storageErrors.accountNotFound();
    return { status: 204, headers: noStore, body: { kind: 'empty' } };
  };
  const renewAccountSecret: RouteHandler = async ({ params }) =>
    created(200, await changed(renewSecret(database, nameOf(params))));

  return {
    createAccount: createAccountHandler,
    listAccounts: listAccountsHandler,
    readAccount,
    changeAccount: changeAccountHandler,
    deleteAccount: deleteAccountHandler,
    renewAccountSecret,
  };
}
