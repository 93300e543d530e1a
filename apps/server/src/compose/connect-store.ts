import { createFsObjectStore } from '../adapters/object-store/fs/create-fs-object-store.ts';
import type { Config } from '../config/index.ts';
import type { ObjectStore } from '../ports/object-store.ts';

/** The same store, out of reach of clients. */
function withoutPresign({ presignGet: _get, presignPut: _put, ...store }: ObjectStore): ObjectStore {
  return { ...store, capabilities: { ...store.capabilities, presign: false } };
}

/** The store of originals, or of what is made from them, as the settings name it. */
export async function connectStore(config: Config, role: 'SOURCE' | 'MEDIA'): Promise<ObjectStore> {
  const name = role.toLowerCase();
  if (config[`${role}_DRIVER`] === 'fs') return createFsObjectStore({ name, root: config[`${role}_DIR`] });
  const publicEndpoint = config[`${role}_S3_PUBLIC_ENDPOINT`];
  // The vendor's SDK is loaded only where it is used.
  const { createS3ObjectStore } = await import('../adapters/object-store/s3/create-s3-object-store.ts');
  const store = createS3ObjectStore({
    name,
    endpoint: config[`${role}_S3_ENDPOINT`],
    ...(publicEndpoint === '' ? {} : { publicEndpoint }),
    region: config[`${role}_S3_REGION`],
    accessKeyId: config[`${role}_S3_ACCESS_KEY`],
    secretAccessKey: config[`${role}_S3_SECRET_KEY`],
    bucket: config[`${role}_BUCKET`],
  });
  return config[`${role}_S3_PRESIGN`] ? store : withoutPresign(store);
}
