import type { SyncCrypto } from '@sluice/access';
import { type RevocationFeed, type VaultParts, vaultKeys } from '../features/access/index.ts';
import type { AccessWatch } from './open-access-watch.ts';
import type { Base } from './open-base.ts';
import type { Storage } from './open-storage.ts';

/** What URLs of objects of providers are given and taken with, as the settings want it (Kerberos Vault contract §1). */
export function openVault(
  { clock, config, database }: Base,
  { accounts, providers }: Pick<Storage, 'accounts' | 'providers'>,
  crypto: SyncCrypto,
  feed: RevocationFeed,
  { writeAudit }: AccessWatch,
  publicUrl: () => string,
): VaultParts {
  return {
    crypto,
    keys: vaultKeys(config.VAULT_URL_SIGNING_KEY, config.VAULT_URL_SIGNING_KEY_PREVIOUS),
    clock,
    revocations: feed.revocations,
    feed,
    database,
    accounts,
    providers,
    writeAudit,
    publicUrl: () => config.VAULT_PUBLIC_URL || publicUrl(),
    signsAlways: config.VAULT_SIGNING,
    expiry: { defaultSeconds: config.DEFAULT_URI_EXPIRY_TIME, maxSeconds: config.MAX_URI_EXPIRY_TIME },
    maxBulkItems: config.VAULT_MAX_BULK_ITEMS,
  };
}
