import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { BlobSASPermissions, BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { Storage } from '@google-cloud/storage';
import { openObjectStore } from '../../apps/server/src/adapters/object-store/open-object-store.ts';
import type { ProviderSettings } from '../../apps/server/src/ports/provider-settings.ts';
import { type Contender, type Measurement, measureInRounds, type RoundOptions } from '../alternating-rounds.ts';

const EXPIRES_SECONDS = 3600;
const BULK_NAMES = 10_000;

let counter = 0;
/** A recording as cameras name them, another one each time. */
const nextKey = (): string => `account-a/${1_776_427_171 + counter++}_1-1_front door_402-263-805-680_801_29960.mp4`;

interface Pair {
  readonly ours: Contender;
  readonly theirs: Contender;
}

async function ourContender(name: string, settings: ProviderSettings): Promise<Contender> {
  const { presignGet } = await openObjectStore(settings);
  if (presignGet === undefined) throw new Error(`${name} cannot sign`);
  return { name, run: () => presignGet(nextKey(), EXPIRES_SECONDS) };
}

async function s3Pair(): Promise<Pair> {
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: randomBytes(30).toString('base64') };
  const client = new S3Client({ region: 'eu-west-1', credentials, requestChecksumCalculation: 'WHEN_REQUIRED' });
  return {
    ours: await ourContender('S3, ours', {
      ...{ type: 's3', name: 'bench', region: 'eu-west-1', bucket: 'films' },
      ...credentials,
    }),
    theirs: {
      name: 'S3, @aws-sdk/s3-request-presigner',
      run: () =>
        getSignedUrl(client, new GetObjectCommand({ Bucket: 'films', Key: nextKey() }), { expiresIn: EXPIRES_SECONDS }),
    },
  };
}

async function azurePair(): Promise<Pair> {
  const accountKey = randomBytes(64).toString('base64');
  const credential = new StorageSharedKeyCredential('account', accountKey);
  const container = new BlobServiceClient('https://account.blob.core.windows.net', credential).getContainerClient(
    'films',
  );
  const settings = { type: 'azure', name: 'bench', account: 'account', container: 'films' } as const;
  return {
    ours: await ourContender('Azure, ours', { ...settings, credentials: { accountKey } }),
    theirs: {
      name: 'Azure, @azure/storage-blob',
      run: () =>
        container.getBlobClient(nextKey()).generateSasUrl({
          permissions: BlobSASPermissions.parse('r'),
          expiresOn: new Date(Date.now() + EXPIRES_SECONDS * 1000),
        }),
    },
  };
}

async function googlePair(): Promise<Pair> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const account = {
    clientEmail: 'bench@project.iam.gserviceaccount.com',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  const credentials = { client_email: account.clientEmail, private_key: account.privateKey };
  const bucket = new Storage({ projectId: 'project', credentials }).bucket('films');
  return {
    ours: await ourContender('Google by RSA, ours', { type: 'gcs', name: 'b', bucket: 'films', credentials: account }),
    theirs: {
      name: 'Google by RSA, @google-cloud/storage',
      run: () =>
        bucket
          .file(nextKey())
          .getSignedUrl({ version: 'v4', action: 'read', expires: Date.now() + EXPIRES_SECONDS * 1000 }),
    },
  };
}

/** Has no counterpart: Google's library signs by RSA alone. */
const googleHmac = (): Promise<Contender> =>
  ourContender('Google by HMAC, ours', {
    ...{ type: 'gcs', name: 'bench', bucket: 'films', credentials: { accessId: 'GOOG1EBENCH', secret: 'a secret' } },
  });

const print = (name: string, columns: readonly string[]): void => {
  process.stdout.write(`${name.padEnd(40)}${columns.map((column) => column.padStart(12)).join('')}\n`);
};

function printMeasurements(measured: readonly Measurement[], pairs: readonly Pair[]): void {
  const rateOf = (name: string): number => measured.find((one) => one.name === name)?.callsPerSecond ?? Number.NaN;
  print('', ['µs each', 'times ours']);
  for (const { name, callsPerSecond } of measured) {
    const pair = pairs.find(({ theirs }) => theirs.name === name);
    const ratio = pair === undefined ? '' : (rateOf(pair.ours.name) / callsPerSecond).toFixed(1);
    print(name, [(1e6 / callsPerSecond).toFixed(1), ratio]);
  }
}

async function printBulk(contenders: readonly Contender[]): Promise<void> {
  process.stdout.write(`\n${BULK_NAMES} names at once\n`);
  for (const { name, run } of contenders) {
    const begin = performance.now();
    for (let index = 0; index < BULK_NAMES; index++) await run();
    print(name, [`${Math.round(performance.now() - begin)} ms`]);
  }
}

/**
 * Prints what one signed URL costs by our code and by the vendors' libraries, with the same keys for the same objects,
 * and how long ours takes for as many names as a large bulk request has.
 */
export async function printNativeSigned(rounds: RoundOptions): Promise<void> {
  const pairs = [await s3Pair(), await azurePair(), await googlePair()];
  const unpaired = await googleHmac();
  const contenders = [...pairs.flatMap(({ ours, theirs }) => [ours, theirs]), unpaired];
  printMeasurements(await measureInRounds(contenders, rounds), pairs);
  await printBulk([...pairs.map(({ ours }) => ours), unpaired]);
}
