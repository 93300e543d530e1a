import { parseAzureConnectionString } from '../azure-connection-string.ts';
import { parseGcsCredentials, parseGcsHmacKey } from '../gcs-credentials.ts';
import { flag, type Reading, text, url, word } from '../setting.ts';
import { setting } from './setting-row.ts';

/** The text itself, once it is found to mean something. */
const meaningful =
  (parse: (raw: string) => unknown, problem: string) =>
  (raw: string): Reading<string> =>
    parse(raw) === null ? { ok: false, problem } : { ok: true, value: raw };

const bucket = (role: 'source' | 'media', about: string) => ({
  driver: setting<'fs' | 's3' | 'gcs' | 'azure'>({
    read: word('fs', 's3', 'gcs', 'azure'),
    default: 'fs',
    defaultText: `fs; s3 where ${role.toUpperCase()}_S3_ENDPOINT is set`,
    about: `Where the ${role} objects live: \`fs\`, a folder, \`s3\`, an S3-compatible store, \`gcs\`, Google Cloud Storage, or \`azure\`, Azure Blob Storage. ${about}`,
  }),
  folder: setting<string>({
    read: text,
    default: '',
    defaultText: `DATA_DIR/${role}`,
    about: `Folder of the ${role} objects with driver \`fs\`.`,
  }),
  endpoint: setting<string>({
    read: url('http', 'https'),
    default: '',
    about: `Address of the S3-compatible store for ${role} objects.`,
  }),
  publicEndpoint: setting<string>({
    read: url('http', 'https'),
    default: '',
    defaultText: 'the address of the store',
    about: 'Address under which viewers and pages reach that store, where it is another.',
  }),
  presign: setting<boolean>({
    read: flag,
    default: true,
    about:
      'Whether they reach it at all, by addresses that it checks itself. `false`: every byte of it passes through this server.',
  }),
  region: setting<string>({ read: text, default: 'auto', about: `Region of that store.` }),
  accessKey: setting<string>({ read: text, default: '', secret: 'object-store', about: `Access key of that store.` }),
  secretKey: setting<string>({ read: text, default: '', secret: 'object-store', about: `Secret key of that store.` }),
  gcsCredentials: setting<string>({
    read: meaningful(parseGcsCredentials, 'must be a service account’s JSON key or ACCESS_ID:SECRET'),
    default: '',
    secret: 'object-store',
    about: `With driver \`gcs\`: the JSON key of a service account, or an HMAC key as \`ACCESS_ID:SECRET\`.`,
  }),
  gcsSigningKey: setting<string>({
    read: meaningful(parseGcsHmacKey, 'must be ACCESS_ID:SECRET'),
    default: '',
    secret: 'object-store',
    about:
      'With driver `gcs` and a service account: an HMAC key as `ACCESS_ID:SECRET` that signs URLs in its stead, a hundred times as quickly.',
  }),
  azureConnection: setting<string>({
    read: meaningful(parseAzureConnectionString, 'must be a connection string of an Azure storage account'),
    default: '',
    secret: 'object-store',
    about: `With driver \`azure\`: the connection string of the storage account.`,
  }),
  bucket: setting<string>({ read: text, default: '', about: `Bucket, or container, of the ${role} objects.` }),
});

const source = bucket('source', 'Originals; written only by uploads.');
const media = bucket('media', 'Everything that is made from them.');

/** Where objects live. */
export const storeSettings = {
  SOURCE_DRIVER: source.driver,
  SOURCE_DIR: source.folder,
  SOURCE_S3_ENDPOINT: source.endpoint,
  SOURCE_PUBLIC_ENDPOINT: source.publicEndpoint,
  SOURCE_PRESIGN: source.presign,
  SOURCE_S3_REGION: source.region,
  SOURCE_S3_ACCESS_KEY: source.accessKey,
  SOURCE_S3_SECRET_KEY: source.secretKey,
  SOURCE_GCS_CREDENTIALS: source.gcsCredentials,
  SOURCE_GCS_SIGNING_KEY: source.gcsSigningKey,
  SOURCE_AZURE_CONNECTION_STRING: source.azureConnection,
  SOURCE_BUCKET: source.bucket,
  MEDIA_DRIVER: media.driver,
  MEDIA_DIR: media.folder,
  MEDIA_S3_ENDPOINT: media.endpoint,
  MEDIA_PUBLIC_ENDPOINT: media.publicEndpoint,
  MEDIA_PRESIGN: media.presign,
  MEDIA_S3_REGION: media.region,
  MEDIA_S3_ACCESS_KEY: media.accessKey,
  MEDIA_S3_SECRET_KEY: media.secretKey,
  MEDIA_GCS_CREDENTIALS: media.gcsCredentials,
  MEDIA_GCS_SIGNING_KEY: media.gcsSigningKey,
  MEDIA_AZURE_CONNECTION_STRING: media.azureConnection,
  MEDIA_BUCKET: media.bucket,
} as const;
