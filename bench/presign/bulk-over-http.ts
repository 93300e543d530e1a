import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type StorageServer, startStorageServer } from '../../apps/server/test/fixtures/storage-account.ts';
import { quantile } from '../quantile.ts';

const NAMES = 10_000;
const ROUNDS = 10;

/** Stores that sign by themselves: nobody is asked. The server has `cloud`, an S3 store, already. */
function otherProviders(): readonly object[] {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const google = { type: 'gcs', bucket: 'films' };
  const accountKey = randomBytes(64).toString('base64');
  return [
    { name: 'azure', type: 'azure', account: 'films', container: 'films', accountKey },
    { name: 'google-hmac', ...google, accessId: 'GOOG1EBENCH', secret: randomBytes(30).toString('base64') },
    {
      name: 'google-rsa',
      ...google,
      clientEmail: 'bench@project.iam.gserviceaccount.com',
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    },
  ];
}

const contenders = [
  ['Vault-signed', 'source'],
  ['native S3', 'cloud'],
  ['native Azure', 'azure'],
  ['native Google, HMAC', 'google-hmac'],
  ['native Google, RSA', 'google-rsa'],
] as const;

interface BulkTimes {
  readonly elapsedMs: number;
  /** The longest time in which nobody else was answered. */
  readonly pauseMs: number;
}

/** One call for ten thousand names: parsing, signing, the register and the answer, read in the same process. */
async function bulkTimes({ bulk }: StorageServer, provider: string, round: number): Promise<BulkTimes> {
  const items = Array.from({ length: NAMES }, (_, index) => {
    return { filename: `account-b/1776427171_1-1_frontdoor_402-263-805-680_${round}_${index}.mp4`, provider };
  });
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const begin = performance.now();
  const { status, body } = await bulk(items);
  const elapsedMs = performance.now() - begin;
  delays.disable();
  if (status !== 200 || body.data.length < NAMES) throw new Error(`the server answered ${status}`);
  return { elapsedMs, pauseMs: delays.max / 1e6 };
}

async function printContender(storage: StorageServer, name: string, provider: string): Promise<void> {
  const rounds: BulkTimes[] = [];
  // The first call opens the provider and is not counted.
  for (let round = 0; round <= ROUNDS; round++) rounds.push(await bulkTimes(storage, provider, round));
  const column = (pick: (times: BulkTimes) => number, share: number): string =>
    quantile(rounds.slice(1).map(pick), share).toFixed(0).padStart(6);
  const elapsed = ({ elapsedMs }: BulkTimes): number => elapsedMs;
  const pause = ({ pauseMs }: BulkTimes): number => pauseMs;
  const times = `p50 ${column(elapsed, 0.5)}   max ${column(elapsed, 1)}`;
  process.stdout.write(`${name.padEnd(28)}${times}   longest pause p50 ${column(pause, 0.5)}\n`);
}

/** What a whole server needs for ten thousand URLs in one call, its own and those of each kind of store. */
export async function printBulkOverHttp(): Promise<void> {
  const storage = await startStorageServer();
  try {
    const others = otherProviders();
    for (const provider of others) await storage.make('/v1/storage/providers', provider);
    await storage.make('/v1/storage/accounts', {
      name: 'bench',
      provider: 'source',
      providers: contenders.map(([, provider]) => provider).slice(1),
      ...{
        accessKey: 'AccessKeyOfTheBench',
        secretAccessKey: storage.credentials['x-kerberos-storage-secretaccesskey'],
      },
    });
    const credentials = { 'x-kerberos-storage-accesskey': 'AccessKeyOfTheBench' };
    const ofBench: StorageServer = { ...storage, bulk: (items) => storage.bulk(items, credentials) };
    process.stdout.write(`\nmilliseconds for ${NAMES} names in one call, ${ROUNDS} calls\n`);
    for (const [name, provider] of contenders) await printContender(ofBench, name, provider);
  } finally {
    await storage.server.stop();
  }
}
