// Sound and pictures passed on in rooms, beside bare mediasoup with the same worker: processor time for each subscriber,
// the delay of a packet, the time to the first picture. Clients are WebRTC peers without a browser.
// `npm run bench -- spaces [--rounds N] [--round-ms N] [--joins N] [--kilobits N] [--meeting-kilobits N] [--control]`.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Comparison, SideMeasurement } from './spaces/compare-gatherings.ts';
import { firstPictures, manyToMany, oneToMany } from './spaces/scenarios.ts';
import { type Load, type Pair, type Side, startLoad, startSide } from './spaces/side.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    'round-ms': { type: 'string', default: '1000' },
    joins: { type: 'string', default: '20' },
    kilobits: { type: 'string', default: '1000' },
    'meeting-kilobits': { type: 'string', default: '300' },
    // Bare mediasoup takes our place: how far the ratios are from 1 then is what they are worth on this machine.
    control: { type: 'boolean', default: false },
  },
});
/** One who shows something to many. */
const talk = {
  rounds: Number(values.rounds),
  windowMs: Number(values['round-ms']),
  bitsPerSecond: Number(values.kilobits) * 1000,
};
/** Small pictures of everyone. */
const meeting = { ...talk, bitsPerSecond: Number(values['meeting-kilobits']) * 1000 };

const ourName = values.control ? 'control' : 'sluice';

const say = (head: string, cells: readonly string[]): void =>
  void process.stdout.write(`${head.padEnd(18)}${cells.map((cell) => cell.padStart(13)).join('')}\n`);

function printComparison(title: string, { ours, bare, workerRatio, wholeRatio }: Comparison): void {
  const cells = ({ workerMs, nodeMs, packetsPerSecond, delayP50Ms, delayP99Ms }: SideMeasurement): string[] => [
    workerMs.toFixed(2),
    nodeMs.toFixed(2),
    packetsPerSecond.toFixed(0),
    delayP50Ms.toFixed(2),
    delayP99Ms.toFixed(2),
  ];
  const ratios = [workerRatio, wholeRatio, bare.delayP50Ms / ours.delayP50Ms, bare.delayP99Ms / ours.delayP99Ms];
  say(`${title} ${ourName}`, [...cells(ours), ...ratios.map((ratio) => ratio.toFixed(2))]);
  say(`${title} bare`, cells(bare));
}

async function printAll(sides: Pair<Side>, load: Load): Promise<void> {
  process.stdout.write(
    'CPU in milliseconds a second for each subscriber, delays in milliseconds; ratios are bare / the other\n',
  );
  say('', [
    'worker',
    'Node.js',
    'packets/s',
    'delay p50',
    'delay p99',
    'worker',
    'with Node.js',
    'delay p50',
    'delay p99',
  ]);
  for await (const { count, comparison } of oneToMany([1, 8, 32], sides, load, talk)) {
    printComparison(`1 to ${count}`, comparison);
  }
  for (const count of [4, 8]) {
    printComparison(`${count} to ${count}`, await manyToMany(count, sides, load, meeting));
  }
  const { ours, bare } = await firstPictures(Number(values.joins), sides, load, talk.bitsPerSecond);
  say('\njoin', ['picture ms', 'engine ms', 'ratio']);
  say(ourName, [ours.pictureMs.toFixed(0), ours.engineMs.toFixed(1), (bare.pictureMs / ours.pictureMs).toFixed(2)]);
  say('bare', [bare.pictureMs.toFixed(0), bare.engineMs.toFixed(1)]);
}

const { MEDIASOUP_WORKER_BIN } = process.env;
if (MEDIASOUP_WORKER_BIN === undefined || !existsSync(MEDIASOUP_WORKER_BIN)) {
  process.stderr.write("the media server's worker is not there yet: node scripts/setup/media-worker.mjs\n");
  process.exit(1);
}
const closings: (() => Promise<void>)[] = [];
try {
  const ours = await startSide(ourName, values.control ? 'bare-engine.child.ts' : 'sluice-engine.child.ts');
  closings.push(ours.engine.stop);
  const bare = await startSide('bare', 'bare-engine.child.ts');
  closings.push(bare.engine.stop);
  const load = await startLoad();
  for (const child of Object.values(load)) closings.push(child.stop);
  await printAll({ ours, bare }, load);
} finally {
  for (const close of closings.toReversed()) await close();
}
