import { setTimeout as wait } from 'node:timers/promises';
import type { Gathering } from './gathering.ts';
import { processorSeconds } from './process-time.ts';
import type { Load } from './side.ts';

export interface Window {
  /** Processor seconds for each second. */
  readonly workerCpu: number;
  readonly nodeCpu: number;
  /** Packets that all subscribers got, for each second. */
  readonly packetsPerSecond: number;
  readonly delaysMs: readonly number[];
}

/** After it has begun to send a side is left alone for so long. */
const SETTLE_MS = 400;

/** Lets this gathering's publishers send, and no others, and looks at the processes meanwhile. */
export async function measureWindow(
  { side, publishers }: Gathering,
  load: Load,
  bitsPerSecond: number,
  windowMs: number,
): Promise<Window> {
  const pids = [side.workerPid, side.engine.pid];
  const received = () => Promise.all([load.crowd, load.probe].map((child) => child.ask('received')));
  await load.publishers.ask('send', publishers, bitsPerSecond);
  await wait(SETTLE_MS);
  await received();
  const [start, before] = [performance.now(), pids.map(processorSeconds)];
  await wait(windowMs);
  const [end, after] = [performance.now(), pids.map(processorSeconds)];
  const seen = await received();
  await load.publishers.ask('send', [], bitsPerSecond);
  const seconds = (end - start) / 1000;
  const [workerCpu = Number.NaN, nodeCpu = Number.NaN] = after.map(
    (value, index) => (value - (before[index] ?? 0)) / seconds,
  );
  const packets = seen.reduce((sum, each) => sum + each.packets, 0);
  return { workerCpu, nodeCpu, packetsPerSecond: packets / seconds, delaysMs: seen[1]?.delaysMs ?? [] };
}
