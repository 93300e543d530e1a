// What signed URLs cost, ours beside those of the vendors' libraries, and ten thousand of them over HTTP:
// `npm run bench -- presign [--rounds N] [--round-ms N]`.
import { parseArgs } from 'node:util';
import { printBulkOverHttp } from './presign/bulk-over-http.ts';
import { printNativeSigned } from './presign/native-signed.ts';
import { vaultSigned } from './presign/vault-signed.ts';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, 'round-ms': { type: 'string', default: '200' } },
});

await printNativeSigned({ rounds: Number(options.rounds), roundMs: Number(options['round-ms']) });
process.stdout.write('\nURLs a second, one core\n');
const { name, perSecond } = await vaultSigned();
process.stdout.write(`${name.padEnd(28)}${Math.round(perSecond).toLocaleString('en').padStart(12)}\n`);
await printBulkOverHttp();
