import type { ObjectStore } from '../../ports/object-store.ts';
import type { ProviderSettings } from '../../ports/provider-settings.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
import { prefixedObjectStore } from './prefixed-object-store.ts';

/** How long a remote provider is waited for, where its adapter can be told. */
interface Patience {
  /** The longest silence. */
  readonly timeoutMs?: number;
  readonly connectMs?: number;
  /** Tries of each part of an upload. */
  readonly partAttempts?: number;
  /** Threads that may sign URLs at once, where a signature takes its time. */
  readonly signingThreads?: number;
}

/**
 * The store of a provider. Nothing is asked of the provider yet (see {@link ObjectStore.check}); only the adapter that
 * is needed is loaded. Rejects with `storage/invalid-provider` where a key or an address in the settings is none.
 */
export async function openObjectStore(settings: ProviderSettings, patience: Patience = {}): Promise<ObjectStore> {
  const store = await openBare(settings, patience).catch((cause: unknown) => {
    throw invalidProvider(settings, cause);
  });
  return settings.type === 'fs' || !settings.prefix ? store : prefixedObjectStore(store, settings.prefix);
}

async function openBare(settings: ProviderSettings, patience: Patience): Promise<ObjectStore> {
  switch (settings.type) {
    case 'fs': {
      const { createFsObjectStore } = await import('./fs/create-fs-object-store.ts');
      return createFsObjectStore(settings);
    }
    case 's3': {
      const { createS3ObjectStore } = await import('./s3/create-s3-object-store.ts');
      return createS3ObjectStore({ ...settings, ...patience });
    }
    case 'gcs': {
      const { createGcsObjectStore } = await import('./gcs/create-gcs-object-store.ts');
      return createGcsObjectStore({ ...settings, ...patience });
    }
    case 'azure': {
      const { createAzureObjectStore } = await import('./azure/create-azure-object-store.ts');
      return createAzureObjectStore({ ...settings, ...patience });
    }
  }
}

/** A parser's own error may repeat what it read. */
function invalidProvider({ name, type }: ProviderSettings, cause: unknown): SluiceError {
  const reason = cause instanceof Error ? cause.name : 'Error';
  return new SluiceError('storage/invalid-provider', {
    status: 400,
    message: `The settings of the ${type} provider “${name}” cannot be used: check its address and its keys.`,
    cause: new Error(reason),
  });
}
