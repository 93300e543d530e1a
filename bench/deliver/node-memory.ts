import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Film, Peer } from './peer.ts';

/** A bare Node.js server with the same bytes in memory; checks no credential. */
export async function startNodeMemory({ mediaFolder, folderPath }: Film): Promise<Peer> {
  const child = fork(fileURLToPath(new URL('node-memory.child.ts', import.meta.url)), [join(mediaFolder, folderPath)]);
  const [port] = (await once(child, 'message')) as [number];
  return {
    name: 'bare node:http, from memory',
    port,
    pids: () => [child.pid ?? 0],
    goodAddress: ({ path }) => ({ target: `/${path}` }),
    badAddress: () => null,
    stop: async () => void child.disconnect(),
  };
}
