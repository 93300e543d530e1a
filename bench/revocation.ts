// From the API's 201 to the first refusal on each of four edges without a database before one origin:
// `npm run bench -- revocation [--rounds N] [--edges N]`. Every edge is asked again as soon as it has answered.
import { Agent, get } from 'node:http';
import { parseArgs } from 'node:util';
import { type EdgeProcess, startEdgeFleet } from '../apps/server/test/fixtures/edge-fleet.ts';
import { startWithProtectedFilm } from '../apps/server/test/fixtures/protected-film.ts';
import type { TestServer } from '../apps/server/test/fixtures/start-server.ts';
import { quantile } from './quantile.ts';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '50' }, edges: { type: 'string', default: '4' } },
});
const [rounds, edgeCount] = [Number(options.rounds), Number(options.edges)];
/** Leaves the edges time to hear of it: they share the machine with this loop. */
const PAUSE_MS = 1;
const GIVE_UP_MS = 20_000;

const agent = new Agent({ keepAlive: true });
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

/** Status of an answer, read to its end so that the connection serves the next one. */
function statusOf(url: string, token: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, headers: { 'edge-token': token } }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
    });
    request.once('error', reject);
  });
}

/** The moment at which an edge was first seen to refuse. */
async function refusalMoment(edge: EdgeProcess, token: string): Promise<number> {
  const begin = performance.now();
  while (performance.now() - begin < GIVE_UP_MS) {
    if ((await statusOf(`${edge.url}/v/film/master.m3u8`, token)) === 403) return performance.now();
    await pause();
  }
  throw new Error(`${edge.url} let a revoked token through for ${GIVE_UP_MS} ms`);
}

/** Milliseconds from the API's answer, one for each edge; below zero where the edge was quicker than the answer. */
async function revokeOnce({ client }: TestServer, edges: readonly EdgeProcess[]): Promise<number[]> {
  const { token, token_id: value } = await client.issuePlaybackToken({ asset_id: 'film', fresh: true });
  for (const edge of edges) {
    const status = await statusOf(`${edge.url}/v/film/master.m3u8`, token);
    if (status !== 200) throw new Error(`${edge.url} answered ${status} before the revocation`);
  }
  const moments = edges.map((edge) => refusalMoment(edge, token));
  await client.createRevocation({ type: 'token', value });
  const answered = performance.now();
  return (await Promise.all(moments)).map((moment) => moment - answered);
}

async function measure(server: TestServer, edges: readonly EdgeProcess[]): Promise<readonly number[][]> {
  const perEdge = edges.map(() => [] as number[]);
  for (let round = 0; round <= rounds; round++) {
    const delays = await revokeOnce(server, edges);
    // The first round opens connections and is not counted.
    if (round > 0) for (const [index, delay] of delays.entries()) perEdge[index]?.push(Math.max(0, delay));
  }
  return perEdge;
}

function print(perEdge: readonly number[][]): void {
  const row = (name: string, columns: readonly string[]): void => {
    process.stdout.write(`${name.padEnd(14)}${columns.map((column) => column.padStart(10)).join('')}\n`);
  };
  const delayRow = (name: string, delays: readonly number[]): void =>
    row(
      name,
      [0.5, 0.99, 1].map((share) => quantile(delays, share).toFixed(1)),
    );
  process.stdout.write(`milliseconds from the answer of the API to the first refusal, ${rounds} revocations\n`);
  row('', ['p50', 'p99', 'max']);
  for (const [index, delays] of perEdge.entries()) delayRow(`edge ${index + 1}`, delays);
  delayRow('all of them', perEdge.flat());
  const lastOfRound = Array.from({ length: rounds }, (_, round) => Math.max(...perEdge.map((all) => all[round] ?? 0)));
  delayRow('the last one', lastOfRound);
}

const { server } = await startWithProtectedFilm('film', { MODE: 'api,worker' });
try {
  const fleet = await startEdgeFleet(server, edgeCount);
  try {
    print(await measure(server, fleet.edges));
  } finally {
    agent.destroy();
    await fleet.stop();
  }
} finally {
  await server.stop();
}
