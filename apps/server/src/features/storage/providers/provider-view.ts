import type { ProviderForm, ProviderView } from '@sluice/contract';
import type { EmbeddedProvider } from './embedded-provider.ts';
import type { ProviderRow } from './provider-store.ts';

/** A provider as its operator sees it. */
export const providerView = (row: ProviderRow, credentials: ProviderForm['credentials']): ProviderView => ({
  name: row.name,
  type: row.type,
  settings: { ...row.settings },
  credentials: Object.keys(credentials).toSorted(),
  embedded: false,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

/** The same of a store that the settings of the server describe. */
export const embeddedView = (name: string, { type, settings }: EmbeddedProvider): ProviderView => ({
  ...{ name, type, settings: { ...settings }, credentials: [] },
  ...{ embedded: true, createdAt: null, updatedAt: null },
});
