// How many URLs a second are signed, and what ten thousand of them cost over HTTP: `npm run bench -- presign`.
import { printBulkOverHttp } from './presign/bulk-over-http.ts';
import { vaultSigned } from './presign/vault-signed.ts';

process.stdout.write('URLs a second, one core\n');
for (const measure of [vaultSigned]) {
  const { name, perSecond } = await measure();
  process.stdout.write(`${name.padEnd(28)}${Math.round(perSecond).toLocaleString('en').padStart(12)}\n`);
}
await printBulkOverHttp();
