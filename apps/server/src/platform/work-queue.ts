/** Lets so many pieces of work run at once, and so many more wait, first come, first served. */
export interface WorkQueue {
  /** Runs `work` when its turn comes; `full` is thrown at once when as many are waiting as may. */
  run<T>(work: () => Promise<T>, full?: () => Error): Promise<T>;
  readonly waiting: number;
}

const queueFull = (): Error => new Error('the queue is full');

export function createWorkQueue(maxRunning: number, maxWaiting: number = Number.POSITIVE_INFINITY): WorkQueue {
  const waiters: (() => void)[] = [];
  let running = 0;

  /** Resolves holding a place among the running. */
  function enter(full: () => Error): Promise<void> {
    if (running < maxRunning) {
      running += 1;
      return Promise.resolve();
    }
    if (waiters.length >= maxWaiting) return Promise.reject(full());
    return new Promise((resolve) => waiters.push(resolve));
  }

  /** Hands the place to who has waited longest. */
  function leave(): void {
    const next = waiters.shift();
    if (next === undefined) running -= 1;
    else next();
  }

  return {
    async run(work, full = queueFull) {
      await enter(full);
      try {
        return await work();
      } finally {
        leave();
      }
    },
    get waiting() {
      return waiters.length;
    },
  };
}
