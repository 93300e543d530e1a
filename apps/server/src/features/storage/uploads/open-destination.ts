import type { ObjectStore } from '../../../ports/object-store.ts';
import type { Providers } from '../providers/providers.ts';
import { vaultErrors } from '../vault-error.ts';

/** The store of a provider; throws as for one that the account may not name. */
export async function openDestination(providers: Providers, provider: string): Promise<ObjectStore> {
  const store = await providers.open(provider);
  if (store === null) throw vaultErrors.providerNotFound();
  return store;
}
