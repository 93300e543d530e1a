export { isBoundTo, isInDirectory } from './accounts/account-reach.ts';
export type { Accounts } from './accounts/accounts.ts';
export { createIdentifyAccount, type IdentifyAccount, identifyNoAccount } from './accounts/identify-account.ts';
export { isStillFresh, type Sighting } from './object-freshness.ts';
export type { Providers } from './providers/providers.ts';
export { storageHandlers } from './routes.ts';
export { byteObject, createStoredObjects, type KeptObject, type StoredObjects } from './stored-objects.ts';
export { vaultErrors } from './vault-error.ts';
