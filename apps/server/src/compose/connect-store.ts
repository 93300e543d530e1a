import { openObjectStore } from '../adapters/object-store/open-object-store.ts';
import { type Config, parseAzureConnectionString, parseGcsCredentials, parseGcsHmacKey } from '../config/index.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { ProviderSettings } from '../ports/provider-settings.ts';
import { patienceOf } from './withstand-outages.ts';

/** The same store, out of reach of clients. */
function withoutPresign({ presignGet: _get, presignPut: _put, ...store }: ObjectStore): ObjectStore {
  return { ...store, capabilities: { ...store.capabilities, presign: false } };
}

/** The store of originals, or of what is made from them, as the settings name it. */
export async function connectStore(config: Config, role: 'SOURCE' | 'MEDIA'): Promise<ObjectStore> {
  const store = await openObjectStore(providerSettings(config, role), patienceOf(config));
  return config[`${role}_PRESIGN`] ? store : withoutPresign(store);
}

function providerSettings(config: Config, role: 'SOURCE' | 'MEDIA'): ProviderSettings {
  const name = role.toLowerCase();
  const bucket = config[`${role}_BUCKET`];
  const publicEndpoint = config[`${role}_PUBLIC_ENDPOINT`];
  const reached = publicEndpoint === '' ? {} : { publicEndpoint };
  switch (config[`${role}_DRIVER`]) {
    case 'fs':
      return { type: 'fs', name, root: config[`${role}_DIR`] };
    case 's3':
      return {
        ...{ type: 's3', name, bucket, ...reached },
        endpoint: config[`${role}_S3_ENDPOINT`],
        region: config[`${role}_S3_REGION`],
        accessKeyId: config[`${role}_S3_ACCESS_KEY`],
        secretAccessKey: config[`${role}_S3_SECRET_KEY`],
      };
    case 'gcs': {
      const credentials = checked(parseGcsCredentials(config[`${role}_GCS_CREDENTIALS`]));
      const signingKey = parseGcsHmacKey(config[`${role}_GCS_SIGNING_KEY`]);
      const isAided = signingKey !== null && 'privateKey' in credentials;
      return {
        type: 'gcs',
        name,
        bucket,
        credentials: isAided ? { ...credentials, signingKey } : credentials,
        ...reached,
      };
    }
    case 'azure': {
      const account = checked(parseAzureConnectionString(config[`${role}_AZURE_CONNECTION_STRING`]));
      return { type: 'azure', name, container: bucket, ...account, ...reached };
    }
  }
}

/** What means nothing was refused when the settings were read. */
function checked<T>(value: T | null): T {
  if (value === null) throw new Error('A setting of a store was not checked');
  return value;
}
