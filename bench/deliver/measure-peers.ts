import { median } from '../alternating-rounds.ts';
import type { LoadGenerator } from './load-generator.ts';
import type { BenchObject, Peer } from './peer.ts';
import { processorSeconds } from './processor-time.ts';

export interface LoadOptions {
  readonly rounds: number;
  readonly roundMs: number;
  readonly connections: number;
}

const WARM_UP_ROUNDS = 3;

/** Medians over the rounds. */
export interface PeerMeasurement {
  readonly name: string;
  readonly requestsPerCpuSecond: number;
  readonly p99Ms: number;
}

/** The request as a player on this machine would write it. */
function requestText(peer: Peer, object: BenchObject): string {
  const { target, headers = {} } = peer.goodAddress(object);
  const fields = { host: `127.0.0.1:${peer.port}`, 'user-agent': 'bench', accept: '*/*', ...headers };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${target} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

const cpuSecondsOf = (peer: Peer): number => peer.pids().reduce((sum, pid) => sum + processorSeconds(pid), 0);

async function measureOnce(generator: LoadGenerator, peer: Peer, object: BenchObject, options: LoadOptions) {
  const before = cpuSecondsOf(peer);
  const { requests, p99Ms } = await generator.run({
    port: peer.port,
    request: requestText(peer, object),
    bodyBytes: object.bytes.byteLength,
    connections: options.connections,
    milliseconds: options.roundMs,
  });
  return { requestsPerCpuSecond: requests / (cpuSecondsOf(peer) - before), p99Ms };
}

/**
 * Loads one peer after the other, round after round. The first round warms up and is not counted; it is longer, because
 * just-in-time compilers need some ten thousand requests.
 */
export async function measurePeers(
  generator: LoadGenerator,
  peers: readonly Peer[],
  object: BenchObject,
  options: LoadOptions,
): Promise<PeerMeasurement[]> {
  const rounds = peers.map(() => [] as { requestsPerCpuSecond: number; p99Ms: number }[]);
  for (let round = 0; round <= options.rounds; round++) {
    for (const [index, peer] of peers.entries()) {
      const roundMs = round === 0 ? WARM_UP_ROUNDS * options.roundMs : options.roundMs;
      const measured = await measureOnce(generator, peer, object, { ...options, roundMs });
      if (round > 0) rounds[index]?.push(measured);
    }
  }
  return peers.map(({ name }, index) => ({
    name,
    requestsPerCpuSecond: median((rounds[index] ?? []).map((each) => each.requestsPerCpuSecond)),
    p99Ms: median((rounds[index] ?? []).map((each) => each.p99Ms)),
  }));
}
