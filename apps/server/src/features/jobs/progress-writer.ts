import type { Progress } from '../../ports/film-job.ts';

export interface ProgressWriter {
  report(progress: Progress): void;
  /** Writes what is still unwritten and ends. */
  finish(): Promise<void>;
}

/**
 * Writes at most one report in `intervalMs`, always the newest, never two at once. A failed write is dropped: the next
 * one says more.
 */
export function createProgressWriter(save: (progress: Progress) => Promise<void>, intervalMs: number): ProgressWriter {
  let newest: Progress | null = null;
  let writing: Promise<void> = Promise.resolve();
  const flush = (): void => {
    const progress = newest;
    if (progress === null) return;
    newest = null;
    writing = writing.then(() => save(progress)).catch(() => undefined);
  };
  const timer = setInterval(flush, intervalMs);
  return {
    report(progress) {
      newest = progress;
    },
    async finish() {
      clearInterval(timer);
      flush();
      await writing;
    },
  };
}
