import type { Clock } from '../../ports/clock.ts';

/** Something that was loaded a short while ago. */
export interface Remembered<T> {
  /** Loaded anew where it is too old. Who asks meanwhile waits for the same load. */
  get(): Promise<T>;
  /** For when it changed, or may have: whoever asks from now on sees the change. */
  forget(): void;
}

/** How long a change may go unnoticed where the news of it was lost. */
const FRESH_MS = 10_000;
/** How long it is believed while it cannot be loaded. Known news is never passed over for this. */
const OUTAGE_MS = 300_000;

export function createRemembered<T>(load: () => Promise<T>, clock: Clock): Remembered<T> {
  let kept: { readonly value: T; readonly atMs: number } | null = null;
  let loading: Promise<T> | null = null;
  const ageMs = (): number => (kept === null ? Number.POSITIVE_INFINITY : clock.nowMs() - kept.atMs);

  function start(): Promise<T> {
    const atMs = clock.nowMs();
    const begun = load().then((value) => {
      // What was forgotten meanwhile is given to those who asked before, and not kept.
      if (loading === begun) kept = { value, atMs };
      return value;
    });
    const end = (): void => {
      if (loading === begun) loading = null;
    };
    begun.then(end, end);
    return begun;
  }

  return {
    async get() {
      if (kept !== null && ageMs() < FRESH_MS) return kept.value;
      const last = kept;
      loading ??= start();
      try {
        return await loading;
      } catch (error) {
        if (last !== null && last === kept && ageMs() < OUTAGE_MS) return last.value;
        throw error;
      }
    },
    forget() {
      kept = null;
      loading = null;
    },
  };
}
