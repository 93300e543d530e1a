import { median } from '../alternating-rounds.ts';
import { quantile } from '../quantile.ts';
import type { Gathering } from './gathering.ts';
import { measureWindow, type Window } from './measure-window.ts';
import type { Load, Pair } from './side.ts';

export interface WindowOptions {
  readonly rounds: number;
  readonly windowMs: number;
  readonly bitsPerSecond: number;
}

/** Medians over the windows of one side. */
export interface SideMeasurement {
  /** Processor milliseconds in a second, for one subscriber. */
  readonly workerMs: number;
  readonly nodeMs: number;
  readonly packetsPerSecond: number;
  readonly delayP50Ms: number;
  readonly delayP99Ms: number;
}

export interface Comparison {
  readonly ours: SideMeasurement;
  readonly bare: SideMeasurement;
  /** Processor time of bare mediasoup for a packet as a share of ours, median over the rounds: above 1 ours is cheaper. */
  readonly workerRatio: number;
  readonly wholeRatio: number;
}

function summarize(windows: readonly Window[], subscribers: number): SideMeasurement {
  const middle = (value: (window: Window) => number): number => median(windows.map(value));
  return {
    workerMs: (middle(({ workerCpu }) => workerCpu) * 1000) / subscribers,
    nodeMs: (middle(({ nodeCpu }) => nodeCpu) * 1000) / subscribers,
    packetsPerSecond: middle(({ packetsPerSecond }) => packetsPerSecond),
    delayP50Ms: middle(({ delaysMs }) => quantile(delaysMs, 0.5)),
    delayP99Ms: middle(({ delaysMs }) => quantile(delaysMs, 0.99)),
  };
}

/** Both sides in turns, each first in every second round; the first round warms up and is not counted. */
export async function compareGatherings(
  { ours, bare }: Pair<Gathering>,
  subscribers: number,
  load: Load,
  { rounds, windowMs, bitsPerSecond }: WindowOptions,
): Promise<Comparison> {
  const seen: Pair<Window>[] = [];
  const look = (gathering: Gathering) => measureWindow(gathering, load, bitsPerSecond, windowMs);
  for (let round = 0; round <= rounds; round++) {
    const isOursFirst = round % 2 === 0;
    const first = await look(isOursFirst ? ours : bare);
    const second = await look(isOursFirst ? bare : ours);
    if (round > 0) seen.push(isOursFirst ? { ours: first, bare: second } : { ours: second, bare: first });
  }
  // For each packet that arrived: a side that loses some on a busy machine is not the cheaper one for that.
  const worker = ({ workerCpu, packetsPerSecond }: Window): number => workerCpu / packetsPerSecond;
  const whole = ({ workerCpu, nodeCpu, packetsPerSecond }: Window): number => (workerCpu + nodeCpu) / packetsPerSecond;
  return {
    ours: summarize(
      seen.map((each) => each.ours),
      subscribers,
    ),
    bare: summarize(
      seen.map((each) => each.bare),
      subscribers,
    ),
    workerRatio: median(seen.map((each) => worker(each.bare) / worker(each.ours))),
    wholeRatio: median(seen.map((each) => whole(each.bare) / whole(each.ours))),
  };
}
