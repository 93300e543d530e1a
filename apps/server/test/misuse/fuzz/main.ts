// A million mutations of valid credentials of every scheme: `npm run fuzz [-- --count N --seed N]`. Fails when one is
// accepted, or takes more than ten times the median.
import { parseArgs } from 'node:util';
import { fuzzCredentials } from './fuzz-credentials.ts';
import { slowFactor } from './slowness.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 32) },
  },
});
const reports = fuzzCredentials(Number(values.count), Number(values.seed));
const microseconds = (ns: number): string => (ns / 1000).toFixed(1).padStart(9);

process.stdout.write(`seed ${values.seed}\n`);
process.stdout.write(
  `${'credential'.padEnd(22)}${'tried'.padStart(9)}${'accepted'.padStart(10)}${'respelled'.padStart(11)}${'median µs'.padStart(11)}${'slowest µs'.padStart(12)}\n`,
);
for (const { name, tried, accepted, respelled, medianNs, slowestNs } of reports) {
  process.stdout.write(
    `${name.padEnd(22)}${String(tried).padStart(9)}${String(accepted.length).padStart(10)}${String(respelled).padStart(11)}${microseconds(medianNs).padStart(11)}${microseconds(slowestNs).padStart(12)}\n`,
  );
}
for (const { name, accepted, slow } of reports) {
  for (const text of accepted.slice(0, 5)) process.stdout.write(`accepted, ${name}: ${JSON.stringify(text)}\n`);
  for (const text of slow.slice(0, 5)) {
    process.stdout.write(`over ${slowFactor} medians, ${name}: ${JSON.stringify(text.slice(0, 500))}\n`);
  }
}
const tried = reports.reduce((sum, report) => sum + report.tried, 0);
const isGood = reports.every(({ accepted, slow }) => accepted.length + slow.length === 0);
process.stdout.write(
  isGood ? `${tried} mutations: none accepted, none over ${slowFactor} medians\n` : 'there are findings, see above\n',
);
process.exitCode = isGood ? 0 : 1;
