// Pictures made and pictures kept, beside ipx and beside sharp alone in a warm process:
// `npm run bench -- images [--rounds N] [--count N] [--only WORDS]`. Same files, same cores, one contestant at a time, in turns.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { median } from './alternating-rounds.ts';
import { type Contestant, type HttpContestant, startBareSharp, startIpx, startOurs } from './images/contestants.ts';
import { pictureCases as allCases, type PictureCase, writeSources } from './images/picture-cases.ts';
import { cpuSeconds, peakMemoryMib } from './images/process-usage.ts';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    count: { type: 'string', default: '24' },
    only: { type: 'string', default: '' },
    port: { type: 'string', default: '38471' },
  },
});
const pictureCases = allCases.filter(({ name }) => name.includes(options.only));
const [rounds, count] = [Number(options.rounds), Number(options.count)];
/** Requests at once where throughput is measured. */
const IN_FLIGHT = 8;
const WARM_REQUESTS = 2000;

interface Cost {
  readonly cpu: number;
  readonly wall: number;
}

/** Processor and wall seconds for one picture. */
async function cost(contestant: Contestant, howMany: number, work: () => Promise<void>): Promise<Cost> {
  const [cpuBefore, wallBefore] = [cpuSeconds(contestant.pid), performance.now()];
  await work();
  const wall = (performance.now() - wallBefore) / 1000;
  return { cpu: (cpuSeconds(contestant.pid) - cpuBefore) / howMany, wall: wall / howMany };
}

/** Medians of several rounds in turns; the first round warms up and is not counted. */
async function inTurns<Name extends string>(
  works: Readonly<Record<Name, () => Promise<Cost>>>,
): Promise<Record<Name, Cost>> {
  const names = Object.keys(works) as Name[];
  const seen = Object.fromEntries(names.map((name) => [name, [] as Cost[]])) as Record<Name, Cost[]>;
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const one = await works[name]();
      if (round > 0) seen[name].push(one);
    }
  }
  const middle = (costs: readonly Cost[]): Cost => ({
    cpu: median(costs.map(({ cpu }) => cpu)),
    wall: median(costs.map(({ wall }) => wall)),
  });
  return Object.fromEntries(names.map((name) => [name, middle(seen[name])])) as Record<Name, Cost>;
}

const ms = (seconds: number): string => (seconds * 1000).toFixed(seconds < 0.01 ? 2 : 0).padStart(8);
const ratio = (value: number): string => `${value.toFixed(2)}x`.padStart(9);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function coldCpu(ours: Contestant, ipx: Contestant, bare: Contestant): Promise<void> {
  say(`\nCPU milliseconds for one picture, two at once, medians of ${rounds} rounds of ${count}`);
  say(`${''.padEnd(26)}  sluice     ipx   sharp  sluice/sharp  ipx/sluice`);
  for (const order of pictureCases) {
    const work = (contestant: Contestant) => () => cost(contestant, count, () => contestant.make(order, count, 2));
    const { a, b, c } = await inTurns({ a: work(ours), b: work(ipx), c: work(bare) });
    say(
      `${order.name.padEnd(26)}${ms(a.cpu)}${ms(b.cpu)}${ms(c.cpu)}     ${ratio(a.cpu / c.cpu)}   ${ratio(b.cpu / a.cpu)}`,
    );
  }
}

async function throughput(ours: Contestant, ipx: Contestant): Promise<void> {
  say(`\nPictures per second, ${IN_FLIGHT} in flight`);
  for (const order of pictureCases) {
    const howMany = Math.max(count, IN_FLIGHT) * 2;
    const work = (contestant: Contestant) => () =>
      cost(contestant, howMany, () => contestant.make(order, howMany, IN_FLIGHT));
    const { a, b } = await inTurns({ a: work(ours), b: work(ipx) });
    say(
      `${order.name.padEnd(26)} sluice ${(1 / a.wall).toFixed(1).padStart(6)}   ipx ${(1 / b.wall).toFixed(1).padStart(6)}   ${ratio(b.wall / a.wall)}`,
    );
  }
}

async function warm(ours: HttpContestant, ipx: HttpContestant): Promise<void> {
  const order = pictureCases[0] as PictureCase;
  const { a, b } = await inTurns({
    a: () => cost(ours, WARM_REQUESTS, () => ours.repeat(order, WARM_REQUESTS, IN_FLIGHT)),
    b: () => cost(ipx, count, () => ipx.repeat(order, count, IN_FLIGHT)),
  });
  say(`\nThe same picture again, ${order.name}, ${IN_FLIGHT} in flight`);
  say(
    `requests per second: sluice ${(1 / a.wall).toFixed(0)}, ipx ${(1 / b.wall).toFixed(1)}: ${ratio(b.wall / a.wall).trim()}`,
  );
  say(
    `CPU milliseconds:    sluice ${(a.cpu * 1000).toFixed(3)}, ipx ${(b.cpu * 1000).toFixed(0)}: ${ratio(b.cpu / a.cpu).trim()}`,
  );
}

const folder = await mkdtemp(join(tmpdir(), 'sluice-bench-'));
const sources = join(folder, 'source');
await writeSources(sources);
const ours = await startOurs(sources, join(folder, 'data'), Number(options.port));
const [ipx, bare] = await Promise.all([startIpx(sources), startBareSharp(sources)]);
const idle = peakMemoryMib(ours.pid);
try {
  await coldCpu(ours, ipx, bare);
  await throughput(ours, ipx);
  await warm(ours, ipx);
  say(
    `\nPeak memory (VmHWM), MiB: sluice ${peakMemoryMib(ours.pid).toFixed(0)} (${idle.toFixed(0)} before the first picture), ipx ${peakMemoryMib(ipx.pid).toFixed(0)}, bare sharp ${peakMemoryMib(bare.pid).toFixed(0)}`,
  );
} finally {
  await Promise.all([ours.stop(), ipx.stop(), bare.stop()]);
  await rm(folder, { recursive: true });
}
