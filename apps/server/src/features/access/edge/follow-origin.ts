import { setTimeout as sleep } from 'node:timers/promises';
import { type KeyRing, RevocationList, type RevocationSet } from '@sluice/access';
import type { EdgeSync } from '@sluice/contract';
import { type Clock, unixSeconds } from '../../../ports/clock.ts';
import type { EdgeOrigin } from '../../../ports/edge-origin.ts';
import { revokedAssets } from '../revocations/revoked-assets.ts';
import type { KeptKeySet } from './keep-key-set.ts';
import { parseRevocationFeed } from './parse-revocation-feed.ts';

/** How long the origin holds a call that has no news: the poll of edge access §12.2. */
const WAIT_SECONDS = 10;
/** Pause before the next call after one that brought nothing usable. */
const RETRY_MS = 1000;

export interface FollowedOrigin {
  readonly origin: Pick<EdgeOrigin, 'sync'>;
  readonly keys: KeptKeySet;
  readonly clock: Clock;
  readonly reportFailure: (error: unknown) => void;
  /** Told of every asset whose tokens are taken back, when that is heard of for the first time. */
  readonly onAssetRevoked: (assetId: string) => void;
}

/** The revocations and keys of an edge without a database, kept fresh over one held connection (edge access §12.3). */
export interface OriginFollower {
  readonly revocations: RevocationSet;
  current(): KeyRing | null;
  /** Called after each answer of the origin and each failure. Gives back how to end it. */
  onLook(listener: () => void): () => void;
  /** When the origin was heard last; null before the first time. */
  lastContactSeconds(): number | null;
  /** Resolves when the first answer has come, or has failed: nothing is served before the first good one. */
  start(): Promise<void>;
  stop(): void;
}

export function followOrigin({ origin, keys, clock, reportFailure, onAssetRevoked }: FollowedOrigin): OriginFollower {
  const list = new RevocationList();
  const listeners = new Set<() => void>();
  const stopping = new AbortController();
  let isGap = false;
  let hasFailed = true;

  /** True when what came could be used. */
  async function take({ revocations, keyset }: EdgeSync, since: number | null): Promise<boolean> {
    const batch = parseRevocationFeed(revocations, since);
    const applied = list.apply(batch, unixSeconds(clock));
    list.dropExpired(unixSeconds(clock));
    isGap = applied === 'gap';
    if (applied === 'applied') for (const assetId of revokedAssets(batch)) onAssetRevoked(assetId);
    // After what is taken back: a set that cannot be used must not hold that up.
    if (keyset !== null) await keys.replace(keyset);
    // A snapshot that holds nothing new comes from an origin that was set back: asking at once would give it again.
    return applied === 'applied' || (applied === 'known' && batch.kind === 'delta');
  }

  /** One call. After a failure it is not held, so that the origin is found again as soon as it is there. */
  async function look(): Promise<void> {
    const since = isGap ? null : list.throughSeq;
    try {
      const waitSeconds = hasFailed ? 0 : WAIT_SECONDS;
      const sync = await origin.sync({ since, keys: keys.version, waitSeconds }, stopping.signal);
      hasFailed = !(await take(sync, since));
    } catch (error) {
      hasFailed = true;
      if (!stopping.signal.aborted) reportFailure(error);
    }
    for (const listener of [...listeners]) listener();
  }

  async function follow(): Promise<void> {
    while (!stopping.signal.aborted) {
      if (hasFailed) await sleep(RETRY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (!stopping.signal.aborted) await look();
    }
  }

  return {
    revocations: list,
    current: () => keys.ring,
    lastContactSeconds: () => list.lastContactSeconds,
    onLook(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async start() {
      await keys.restore();
      await look();
      void follow();
    },
    stop: () => stopping.abort(),
  };
}
