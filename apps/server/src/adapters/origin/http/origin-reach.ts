/** Pause between two looks for an origin that was silent. */
const PROBE_MS = 1000;

/**
 * Whether it is worth calling an origin. One that hangs would hold up every request for as long as a call may take:
 * after a silence all calls fail at once, while `probe` looks for the origin beside them, until anything is answered.
 */
export interface OriginReach {
  isDown(): boolean;
  answered(): void;
  wasSilent(): void;
  stop(): void;
}

/** `probe` resolves when the origin answers. */
export function createOriginReach(probe: () => Promise<unknown>): OriginReach {
  let timer: NodeJS.Timeout | undefined;
  const answered = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  function lookLater(): void {
    const waiting = setTimeout(() => {
      const lookAgain = (): void => {
        if (timer === waiting) lookLater();
      };
      probe().then(() => timer === waiting && answered(), lookAgain);
    }, PROBE_MS);
    waiting.unref();
    timer = waiting;
  }
  return {
    isDown: () => timer !== undefined,
    answered,
    wasSilent() {
      if (timer === undefined) lookLater();
    },
    stop: answered,
  };
}
