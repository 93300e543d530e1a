import { clientNetwork } from '../../../platform/client-network.ts';
import { type Clock, unixSeconds } from '../../../ports/clock.ts';
import type { Sighting } from './token-register.ts';

/** Written at most so often (edge access §6, §19). */
const FLUSH_MS = 60_000;
/** Beyond it further networks of a token are not counted. */
const MAX_NETWORKS = 64;
/** Tokens that are remembered between two flushes; beyond it new ones go unseen. */
const MAX_TOKENS = 100_000;

/** When and where tokens were used, gathered in memory and written once a minute. */
export interface TokenSightings {
  see(tokenId: string, address: string): void;
  /** What is not written yet; null when there is nothing. */
  pending(tokenId: string): Sighting | null;
  flush(): Promise<void>;
  start(): void;
  /** Writes what is left. */
  stop(): Promise<void>;
}

interface Seen {
  atSeconds: number;
  lastAddress: string;
  readonly networks: Set<string>;
}

export interface SightingsSink {
  readonly clock: Clock;
  readonly write: (sightings: readonly Sighting[]) => Promise<void>;
  readonly reportFailure: (error: unknown) => void;
}

export function createTokenSightings({ clock, write, reportFailure }: SightingsSink): TokenSightings {
  let seen = new Map<string, Seen>();
  let timer: NodeJS.Timeout | undefined;
  const sightingOf = (tokenId: string, { atSeconds, networks }: Seen): Sighting => ({
    tokenId,
    atSeconds,
    networks: [...networks],
  });

  async function flush(): Promise<void> {
    const gathered = seen;
    seen = new Map();
    if (gathered.size > 0) await write([...gathered].map(([tokenId, entry]) => sightingOf(tokenId, entry)));
  }

  return {
    flush,
    see(tokenId, address) {
      const atSeconds = unixSeconds(clock);
      let entry = seen.get(tokenId);
      if (entry === undefined) {
        if (seen.size >= MAX_TOKENS) return;
        entry = { atSeconds, lastAddress: '', networks: new Set() };
        seen.set(tokenId, entry);
      }
      entry.atSeconds = atSeconds;
      if (entry.lastAddress === address) return;
      entry.lastAddress = address;
      const network = clientNetwork(address);
      if (network !== null && entry.networks.size < MAX_NETWORKS) entry.networks.add(network);
    },
    pending(tokenId) {
      const entry = seen.get(tokenId);
      return entry === undefined ? null : sightingOf(tokenId, entry);
    },
    start() {
      timer = setInterval(() => flush().catch(reportFailure), FLUSH_MS);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      await flush().catch(reportFailure);
    },
  };
}
