import type { ObjectStore } from '../../../ports/object-store.ts';
import type { ProviderSettings } from '../../../ports/provider-settings.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';
import type { Remembered } from '../remembered.ts';
import { providerSettingsOf } from './provider-settings-of.ts';
import { type ProviderRow, providerOf } from './provider-store.ts';
import type { CredentialSeal } from './sealed-credentials.ts';

/** The stores of the deployment by the names that accounts and URLs call them, `source` and `media` among them. */
export interface Providers {
  /**
   * Opened at the first call, and anew once its record has changed; null where there is no such provider.
   * Throws `storage/unavailable` where its credentials cannot be opened.
   */
  open(name: string): Promise<ObjectStore | null>;
}

export interface ProvidersParts {
  readonly rows: Remembered<ReadonlyMap<string, ProviderRow>>;
  /** `source` and `media`. */
  readonly embedded: ReadonlyMap<string, ObjectStore>;
  readonly seal: CredentialSeal;
  /** Where relative roots of folders lie. */
  readonly folder: string;
  readonly openStore: (settings: ProviderSettings) => Promise<ObjectStore>;
}

/** Changes with every change of what a store is opened with. */
const stampOf = ({ type, settings, wrap_nonce: nonce }: ProviderRow): string =>
  JSON.stringify([type, settings, nonce?.toString('hex')]);

export function createProviders({ rows, embedded, seal, folder, openStore }: ProvidersParts): Providers {
  const opened = new Map<string, { readonly stamp: string; readonly store: Promise<ObjectStore> }>();

  async function openRow(row: ProviderRow): Promise<ObjectStore> {
    let settings: ProviderSettings;
    try {
      settings = providerSettingsOf(row.name, providerOf(seal, row), folder);
    } catch (cause) {
      const message = 'The credentials of the provider cannot be decrypted: was ENCRYPTION_KEY changed? Set them anew.';
      throw new SluiceError('storage/unavailable', { status: 503, message, cause });
    }
    return openStore(settings);
  }

  return {
    async open(name) {
      const own = embedded.get(name);
      if (own !== undefined) return own;
      const row = (await rows.get()).get(name);
      if (row === undefined) {
        opened.delete(name);
        return null;
      }
      const stamp = stampOf(row);
      const known = opened.get(name);
      if (known?.stamp === stamp) return known.store;
      const store = openRow(row);
      opened.set(name, { stamp, store });
      // What could not be opened is tried again.
      store.catch(() => opened.get(name)?.store === store && opened.delete(name));
      return store;
    },
  };
}
