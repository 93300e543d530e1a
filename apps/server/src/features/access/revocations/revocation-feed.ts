import { type RevocationBatch, RevocationList, type RevocationSet } from '@sluice/access';
import { type Clock, unixSeconds } from '../../../ports/clock.ts';
import { revokedAssets } from './revoked-assets.ts';

/** How long a change may go unseen when its push was lost (edge access §12.2). */
const POLL_MS = 10_000;

/** The revocations of this process, kept fresh by push and poll. */
export interface RevocationFeed {
  /** Answers from memory. Refuses everything before the first load, and §12.3 when it was not heard for a minute. */
  readonly revocations: RevocationSet;
  /** Resolves when everything that was committed before the call is in force here. */
  refresh(): Promise<void>;
  /** Called after each look at the feed, whether it brought something or failed. Gives back how to end it. */
  onLook(listener: () => void): () => void;
  /** When a look last succeeded; null before the first one. */
  lastContactSeconds(): number | null;
  /** Resolves after the first load; rejects when that fails. */
  start(): Promise<void>;
  /** Listeners are called a last time, so that nobody waits for what does not come any more. */
  stop(): void;
  isStopped(): boolean;
}

export interface FeedSource {
  /** What follows the change `since`, or everything. */
  readonly load: (since: number | null) => Promise<RevocationBatch>;
  readonly clock: Clock;
  readonly reportFailure: (error: unknown) => void;
  /** Told of every asset whose tokens are taken back, when that is heard of for the first time. */
  readonly onAssetRevoked: (assetId: string) => void;
}

export function createRevocationFeed({ load, clock, reportFailure, onAssetRevoked }: FeedSource): RevocationFeed {
  const list = new RevocationList();
  const listeners = new Set<() => void>();
  const nowSeconds = (): number => unixSeconds(clock);
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const tell = (): void => {
    for (const listener of [...listeners]) listener();
  };

  function take(batch: RevocationBatch) {
    const applied = list.apply(batch, nowSeconds());
    if (applied === 'applied') for (const assetId of revokedAssets(batch)) onAssetRevoked(assetId);
    return applied;
  }

  async function look(): Promise<void> {
    try {
      const batch = await load(list.throughSeq);
      if (take(batch) === 'gap') take(await load(null));
      list.dropExpired(nowSeconds());
    } finally {
      tell();
    }
  }

  /** One look at a time. Who asks during one waits for the next, which begins after the question. */
  function refresh(): Promise<void> {
    if (running === null) {
      running = look().finally(() => {
        running = null;
      });
      return running;
    }
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = null;
        return refresh();
      });
    return next;
  }

  return {
    revocations: list,
    refresh,
    lastContactSeconds: () => list.lastContactSeconds,
    onLook(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async start() {
      await refresh();
      timer = setInterval(() => refresh().catch(reportFailure), POLL_MS);
      timer.unref();
    },
    stop() {
      isStopped = true;
      clearInterval(timer);
      tell();
    },
    isStopped: () => isStopped,
  };
}
