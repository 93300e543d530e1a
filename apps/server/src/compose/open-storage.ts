import { join } from 'node:path';
import { createNotifications } from '../adapters/database/create-notifications.ts';
import { openObjectStore } from '../adapters/object-store/open-object-store.ts';
import type { Config } from '../config/index.ts';
import { createFailedAttempts } from '../features/identity/index.ts';
import {
  type Accounts,
  accountHandlers,
  createAccounts,
  createIdentifyAccount,
  createProviders,
  createRemembered,
  type EmbeddedProvider,
  type IdentifyAccount,
  indexAccounts,
  listAccounts,
  listProviders,
  type Providers,
  providerHandlers,
} from '../features/storage/index.ts';
import type { ProviderSettings } from '../ports/provider-settings.ts';
import type { Base, Closing } from './open-base.ts';
import { patienceOf, withstandOutages } from './withstand-outages.ts';

/** Channel on which the database tells that accounts or providers changed. */
const STORAGE_CHANNEL = 'sluice_storage';

/** Storages by name, and who may use them. */
export interface Storage {
  readonly accounts: Accounts;
  readonly providers: Providers;
  readonly identifyAccount: IdentifyAccount;
  /** Handlers of the operator's routes. */
  readonly adminHandlers: ReturnType<typeof accountHandlers> & ReturnType<typeof providerHandlers>;
}

function describeEmbedded(config: Config, role: 'SOURCE' | 'MEDIA'): Omit<EmbeddedProvider, 'store'> {
  const type = config[`${role}_DRIVER`];
  // Where a folder lies is told by the settings alone.
  return { type, settings: type === 'fs' ? {} : { bucket: config[`${role}_BUCKET`] } };
}

const embeddedOf = ({ config, source, media }: Base): ReadonlyMap<string, EmbeddedProvider> =>
  new Map([
    ['source', { store: source, ...describeEmbedded(config, 'SOURCE') }],
    ['media', { store: media, ...describeEmbedded(config, 'MEDIA') }],
  ]);

/** Accounts and providers of the database, kept in memory until the database tells of a change. */
export async function openStorage(base: Base, closings: Closing[]): Promise<Storage> {
  const { clock, config, connection, database, keyEncryption: seal, log } = base;
  const index = createRemembered(async () => indexAccounts(await listAccounts(database)), clock);
  const rows = createRemembered(
    async () => new Map((await listProviders(database)).map((row) => [row.name, row] as const)),
    clock,
  );
  const forget = (): void => {
    index.forget();
    rows.forget();
  };
  const notifications = await createNotifications({ connection, channel: STORAGE_CHANNEL, log });
  closings.push(() => notifications.stop());
  notifications.listen(forget);
  const embedded = embeddedOf(base);
  const stores = new Map([...embedded].map(([name, { store }]) => [name, store] as const));
  const folder = join(config.DATA_DIR, 'providers');
  const openStore = async (settings: ProviderSettings) =>
    withstandOutages(base, await openObjectStore(settings, patienceOf(config)));
  const providers = createProviders({ rows, embedded: stores, seal, folder, openStore });
  const accounts = createAccounts(index);
  return {
    accounts,
    providers,
    identifyAccount: createIdentifyAccount(accounts, createFailedAttempts(clock)),
    adminHandlers: {
      ...accountHandlers(database, forget),
      ...providerHandlers({ database, seal, embedded, providers, forget }),
    },
  };
}
