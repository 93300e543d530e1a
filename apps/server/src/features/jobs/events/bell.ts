/** Something to wait for: rung once, it ends the wait that is under way, or else the next one. */
export interface Bell {
  ring(): void;
  /** Resolves when it was rung since the last wait, after `maxMs`, or when the signal is aborted. */
  wait(maxMs: number, signal: AbortSignal): Promise<void>;
}

export function createBell(): Bell {
  let isRung = false;
  let wake: (() => void) | null = null;
  return {
    ring() {
      isRung = true;
      wake?.();
    },
    async wait(maxMs, signal) {
      if (!isRung && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const end = (): void => {
            clearTimeout(timer);
            signal.removeEventListener('abort', end);
            wake = null;
            resolve();
          };
          const timer = setTimeout(end, maxMs);
          signal.addEventListener('abort', end);
          wake = end;
        });
      }
      isRung = false;
    },
  };
}
