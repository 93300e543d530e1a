// Memory of a server while large objects go through it: `npm run bench -- stream [--mib N] [--readers N]`. Fails where
// it grows by more than a fixed amount, whatever the size.
import { mkdir, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { spawnSluice } from '../apps/server/test/fixtures/spawn-sluice.ts';
import { signedTarget, vaultKey } from '../apps/server/test/fixtures/storage-account.ts';

const { values: options } = parseArgs({
  options: { mib: { type: 'string', default: '300' }, readers: { type: 'string', default: '4' } },
});
const [sizeMib, readers] = [Number(options.mib), Number(options.readers)];
/** Buffers that wait for the collector, whatever is read: as many after one gigabyte as after ten. */
const MAX_GROWTH_MIB = 160;
const SAMPLE_MS = 20;

async function residentMib(pid: number): Promise<number> {
  const kib = /^VmRSS:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) / 1024;
}

/** Reads an answer to its end, pausing now and then, so that the server has to wait. */
async function readSlowly(url: string): Promise<number> {
  let bytes = 0;
  await new Promise<void>((resolve, reject) => {
    get(url, { agent: false }, (answer) => {
      pipeline(answer, async (source: AsyncIterable<Buffer>) => {
        for await (const chunk of source) {
          const isPause = Math.floor((bytes + chunk.length) / 2 ** 23) !== Math.floor(bytes / 2 ** 23);
          bytes += chunk.length;
          if (isPause) await new Promise((wake) => setTimeout(wake, 5));
        }
      }).then(resolve, reject);
    }).once('error', reject);
  });
  return bytes;
}

const folder = await mkdtemp(join(tmpdir(), 'sluice-bench-'));
const account = { name: 'account-a', provider: 'source', directory: '*', accessKey: 'AccessKeyOfTheBench' };
const apiKey = 'ab'.repeat(32);
const port = String(20_000 + (process.pid % 20_000));
const server = spawnSluice(['serve'], {
  ...{ DATA_DIR: folder, PORT: port, MODE: 'api', LOG_LEVEL: 'info', ACCESS_LOG: 'false', AUDIT_LOG: 'off' },
  ...{ API_KEY: apiKey, VAULT_URL_SIGNING_KEY: vaultKey },
});
try {
  await server.saw(/"serving"/);
  const base = `http://127.0.0.1:${port}`;
  const headers = { 'x-api-key': apiKey, 'content-type': 'application/json' };
  const body = JSON.stringify({ ...account, secretAccessKey: 'secret-of-thirty-two-bytes-or-more' });
  const made = await fetch(`${base}/v1/storage/accounts`, { method: 'POST', headers, body });
  if (made.status !== 201) throw new Error(`the account was answered ${made.status}`);
  await mkdir(join(folder, 'source'), { recursive: true });
  const file = await open(join(folder, 'source', 'large.mp4'), 'w');
  await file.truncate(sizeMib * 2 ** 20);
  await file.close();
  const url = base + signedTarget({ filename: 'large.mp4' }).target;
  const before = await residentMib(server.pid);
  let peak = before;
  const timer = setInterval(async () => {
    peak = Math.max(peak, await residentMib(server.pid));
  }, SAMPLE_MS);
  const begin = performance.now();
  const sizes = await Promise.all(Array.from({ length: readers }, () => readSlowly(url)));
  clearInterval(timer);
  if (sizes.some((size) => size !== sizeMib * 2 ** 20)) throw new Error('an answer was not whole');
  const growth = peak - before;
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  process.stdout.write(
    `${readers} readers of ${sizeMib} MiB in ${seconds} s: ${before.toFixed(0)} MiB before, ${peak.toFixed(0)} at most, ${growth.toFixed(0)} more\n`,
  );
  if (growth > MAX_GROWTH_MIB) throw new Error(`memory grew by more than ${MAX_GROWTH_MIB} MiB`);
} finally {
  await server.end('SIGTERM');
  await rm(folder, { recursive: true, force: true });
}
