import type { ObjectStore } from '../../ports/object-store.ts';
import type { ProviderSettings } from '../../ports/provider-settings.ts';
import { prefixedObjectStore } from './prefixed-object-store.ts';

/**
 * The store of a provider. Nothing is asked of the provider yet (see {@link ObjectStore.check}); only the adapter that
 * is needed is loaded.
 */
export async function openObjectStore(settings: ProviderSettings): Promise<ObjectStore> {
  const store = await openBare(settings);
  return settings.type === 'fs' || !settings.prefix ? store : prefixedObjectStore(store, settings.prefix);
}

async function openBare(settings: ProviderSettings): Promise<ObjectStore> {
  switch (settings.type) {
    case 'fs': {
      const { createFsObjectStore } = await import('./fs/create-fs-object-store.ts');
      return createFsObjectStore(settings);
    }
    case 's3': {
      const { createS3ObjectStore } = await import('./s3/create-s3-object-store.ts');
      return createS3ObjectStore(settings);
    }
    case 'gcs': {
      const { createGcsObjectStore } = await import('./gcs/create-gcs-object-store.ts');
      return createGcsObjectStore(settings);
    }
    case 'azure': {
      const { createAzureObjectStore } = await import('./azure/create-azure-object-store.ts');
      return createAzureObjectStore(settings);
    }
  }
}
