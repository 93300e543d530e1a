import { type KeyRecord, KeyRing } from '@sluice/access';

/** How long a key made or retired elsewhere may go unnoticed here. */
const RELOAD_MS = 10_000;

/** The key ring of this process, kept fresh. */
export interface KeyRingFeed {
  /** Null until the first load; then always the last good ring. */
  current(): KeyRing | null;
  /** Loads the ring anew; what was committed before the call is in it. */
  refresh(): Promise<void>;
  /** Called after each load. Gives back how to end it. */
  onLook(listener: () => void): () => void;
  /** Resolves after the first load; rejects when that fails. */
  start(): Promise<void>;
  stop(): void;
}

/** `fixed` are the keys of the configuration, `load` gives those of the database. */
export function createKeyRingFeed(
  fixed: readonly KeyRecord[],
  load: () => Promise<readonly KeyRecord[]>,
  reportFailure: (error: unknown) => void,
): KeyRingFeed {
  let ring: KeyRing | null = null;
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<void> = Promise.resolve();
  const listeners = new Set<() => void>();
  /** One after the other, so that an older answer never takes the place of a newer one. */
  const reload = (): Promise<void> => {
    last = last
      .catch(() => undefined)
      .then(async () => {
        ring = new KeyRing([...fixed, ...(await load())]);
        for (const listener of [...listeners]) listener();
      });
    return last;
  };
  return {
    current: () => ring,
    refresh: reload,
    onLook(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async start() {
      await reload();
      timer = setInterval(() => reload().catch(reportFailure), RELOAD_MS);
      timer.unref();
    },
    stop: () => clearInterval(timer),
  };
}
