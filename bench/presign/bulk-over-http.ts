import { type StorageServer, startStorageServer } from '../../apps/server/test/fixtures/storage-account.ts';
import { quantile } from '../quantile.ts';

const NAMES = 10_000;
const ROUNDS = 10;

/** Milliseconds of one call for ten thousand names: parsing, signing, the register and the answer. */
async function bulkMs({ bulk }: StorageServer, provider: string, round: number): Promise<number> {
  const items = Array.from({ length: NAMES }, (_, index) => {
    return { filename: `account-a/1776427171_1-1_frontdoor_402-263-805-680_${round}_${index}.mp4`, provider };
  });
  const begin = performance.now();
  const { status, body } = await bulk(items);
  const elapsedMs = performance.now() - begin;
  if (status !== 200 || body.data.length < NAMES) throw new Error(`the server answered ${status}`);
  return elapsedMs;
}

/** What a whole server needs for ten thousand URLs in one call, its own and those of an S3 store. */
export async function printBulkOverHttp(): Promise<void> {
  const storage = await startStorageServer();
  try {
    process.stdout.write(`\nmilliseconds for ${NAMES} names in one call, ${ROUNDS} calls\n`);
    for (const [name, provider] of [
      ['Vault-signed', 'source'],
      ['native S3', 'cloud'],
    ] as const) {
      const times: number[] = [];
      for (let round = 0; round <= ROUNDS; round++) {
        const elapsedMs = await bulkMs(storage, provider, round);
        // The first call opens the provider and is not counted.
        if (round > 0) times.push(elapsedMs);
      }
      const [median, worst] = [0.5, 1].map((share) => quantile(times, share).toFixed(0));
      process.stdout.write(`${name.padEnd(28)}p50 ${median?.padStart(6)}   max ${worst?.padStart(6)}\n`);
    }
  } finally {
    await storage.server.stop();
  }
}
