import type { EdgeProcess } from '../../apps/server/test/fixtures/edge-fleet.ts';
import { type Film, type Peer, portOf, spoiled, withQuery } from './peer.ts';

/** A process of role `edge`, asked with the token in the query, as our playlists write it. */
export function sluiceEdge(name: string, edge: EdgeProcess, { assetId, token }: Film): Peer {
  const address = (path: string, shown: string) => ({ target: withQuery(`/v/${assetId}/${path}`, shown) });
  return {
    name,
    port: portOf(edge.url),
    pids: () => [edge.pid],
    goodAddress: ({ path }) => address(path, token),
    badAddress: ({ path }) => address(path, spoiled(token)),
    // Its fleet stops it.
    stop: async () => undefined,
  };
}
