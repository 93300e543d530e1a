import { readFileSync } from 'node:fs';
import { startTestNginxEdge } from '../../apps/server/test/fixtures/nginx-edge.ts';
import type { TestServer } from '../../apps/server/test/fixtures/start-server.ts';
import { type Film, type Peer, portOf, spoiled, withQuery } from './peer.ts';

/** Processes that serve; others take their place when the master has read its configuration anew. */
const workersOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);

/**
 * nginx as `sluice edge nginx` runs it, following `server`: objects from the media folder, as `secure_link` has them, or
 * from its own cache.
 */
export async function startNginxVerifier(film: Film, server: TestServer, source: 'folder' | 'cache'): Promise<Peer> {
  const { assetId, token, mediaFolder } = film;
  const edge = await startTestNginxEdge(server, source === 'folder' ? mediaFolder : null);
  const address = (path: string, shown: string) => ({ target: withQuery(`/v/${assetId}/${path}`, shown) });
  return {
    name: `nginx, our verifier, ${source}`,
    port: portOf(edge.url),
    pids: () => [edge.pid, ...workersOf(edge.pid)],
    goodAddress: ({ path }) => address(path, token),
    badAddress: ({ path }) => address(path, spoiled(token)),
    stop: edge.stop,
  };
}
