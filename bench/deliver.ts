// Signed delivery of warm objects beside peers that serve the same files on the same core: requests per second of
// processor time and the 99th percentile of the time to an answer.
// `npm run bench -- deliver [--rounds N] [--round-ms N] [--connections N] [--revocations N] [--only TEXT]`.
import { parseArgs } from 'node:util';
import { startEdgeFleet } from '../apps/server/test/fixtures/edge-fleet.ts';
import { sizeNames, startBenchFilm } from './deliver/bench-film.ts';
import { checkPeer } from './deliver/check-peer.ts';
import { type DecisionCost, measureDecision } from './deliver/decision-cost.ts';
import { type LoadGenerator, startLoadGenerator } from './deliver/load-generator.ts';
import { type LoadOptions, measurePeers, type PeerMeasurement } from './deliver/measure-peers.ts';
import { startNginxAuthRequest } from './deliver/nginx-auth-request.ts';
import { startNginxSecureLink } from './deliver/nginx-secure-link.ts';
import { startNginxVerifier } from './deliver/nginx-verifier.ts';
import { startNodeMemory } from './deliver/node-memory.ts';
import type { Film, Peer } from './deliver/peer.ts';
import { keepOnCore } from './deliver/processor-time.ts';
import { sluiceEdge } from './deliver/sluice-edge.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    'round-ms': { type: 'string', default: '1000' },
    connections: { type: 'string', default: '16' },
    revocations: { type: 'string', default: '100000' },
    only: { type: 'string', default: '' },
  },
});
const options: LoadOptions = {
  rounds: Number(values.rounds),
  roundMs: Number(values['round-ms']),
  connections: Number(values.connections),
};
/** Of the proxy that asks the gate; only processes of this benchmark know it. */
const PROXY_SECRET = '7e'.repeat(32);

/** Other peers are told as a share of this one, and of bare Node.js. */
const [NODE, SECURE_LINK] = ['bare node:http, from memory', 'nginx, secure_link'];
const EDGE = 'role edge';

function printSize(size: string, measured: readonly PeerMeasurement[]): void {
  const of = (name: string) => measured.find((each) => each.name === name);
  const [node, secureLink] = [of(NODE), of(SECURE_LINK)];
  const ratio = (value: number, other: number | undefined): string => (value / (other ?? Number.NaN)).toFixed(2);
  const row = (name: string, cells: readonly string[]): void => {
    process.stdout.write(`${name.padEnd(36)}${cells.map((cell) => cell.padStart(14)).join('')}\n`);
  };
  row(size, ['req / CPU s', '× node', '× secure_link', 'p99 ms', 'p99 × node']);
  for (const { name, requestsPerCpuSecond: rate, p99Ms } of measured) {
    row(name, [
      Math.round(rate).toLocaleString('en'),
      ratio(rate, node?.requestsPerCpuSecond),
      ratio(rate, secureLink?.requestsPerCpuSecond),
      p99Ms.toFixed(2),
      ratio(p99Ms, node?.p99Ms),
    ]);
  }
}

/** The share of the decision in a request of role `edge`. */
function printDecision({ seconds, hmacs }: DecisionCost, measured: readonly PeerMeasurement[]): void {
  const rate = measured.find(({ name }) => name === EDGE)?.requestsPerCpuSecond ?? Number.NaN;
  const share = `${(100 * seconds * rate).toFixed(1)} % of a request`;
  process.stdout.write(`the decision: ${hmacs.toFixed(2)} × one bare HMAC, ${share} to role edge\n\n`);
}

async function measureFilm({ objects }: Film, peers: readonly Peer[], generator: LoadGenerator): Promise<void> {
  for (const peer of peers) {
    for (const pid of peer.pids()) keepOnCore(pid, 0);
    for (const object of objects) await checkPeer(peer, object);
  }
  keepOnCore(generator.pid, 1);
  const decision = await measureDecision();
  for (const [index, object] of objects.entries()) {
    const measured = await measurePeers(generator, peers, object, options);
    printSize(sizeNames[index] ?? '', measured);
    printDecision(decision, measured);
  }
}

/** One token plays for all connections here, which no viewer does: its rate is counted, and never reached. */
const edgeSettings = {
  EDGE_PROXY_SECRET: PROXY_SECRET,
  MEDIA_REQUESTS_PER_SECOND: '1000000',
  MEDIA_REQUESTS_BURST: '1000000',
};
const { server, film } = await startBenchFilm(Number(values.revocations), edgeSettings);
const closings: (() => Promise<void>)[] = [() => server.stop()];
try {
  const fleet = await startEdgeFleet(server, 1, edgeSettings);
  closings.push(fleet.stop);
  const loggingFleet = await startEdgeFleet(server, 1, { ...edgeSettings, ACCESS_LOG: 'true' });
  closings.push(loggingFleet.stop);
  const [[edge], [loggingEdge]] = [fleet.edges, loggingFleet.edges];
  if (edge === undefined || loggingEdge === undefined) throw new Error('no edge was started');
  const peers = [
    await startNodeMemory(film),
    sluiceEdge(EDGE, edge, film),
    sluiceEdge('role edge, with its access log', loggingEdge, film),
    await startNginxSecureLink(film),
    await startNginxVerifier(film, server, 'folder'),
    await startNginxVerifier(film, server, 'cache'),
    await startNginxAuthRequest(film, { edge, secret: PROXY_SECRET }, false),
    await startNginxAuthRequest(film, { edge, secret: PROXY_SECRET }, true),
  ];
  for (const peer of peers) closings.push(peer.stop);
  const generator = startLoadGenerator();
  closings.push(async () => generator.stop());
  await measureFilm(
    film,
    peers.filter(({ name }) => new RegExp(values.only).test(name)),
    generator,
  );
} finally {
  for (const close of closings.toReversed()) await close();
}
