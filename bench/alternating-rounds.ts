/** One thing to measure. `run` does it once; an answer by promise is awaited before the next call. */
export interface Contender {
  readonly name: string;
  run(): unknown;
}

export interface Measurement {
  readonly name: string;
  /** Median over the rounds. */
  readonly callsPerSecond: number;
}

export interface RoundOptions {
  readonly rounds: number;
  readonly roundMs: number;
}

/**
 * Calls each contender for `roundMs`, one after the other, round after round, and gives the medians: a machine that is
 * busy for a while slows all of them alike. The first round warms up and is not counted.
 */
export async function measureInRounds(
  contenders: readonly Contender[],
  { rounds, roundMs }: RoundOptions,
): Promise<Measurement[]> {
  const rates = contenders.map(() => [] as number[]);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, contender] of contenders.entries()) {
      const rate = await measureOnce(contender, roundMs);
      if (round > 0) rates[index]?.push(rate);
    }
  }
  return contenders.map(({ name }, index) => ({ name, callsPerSecond: median(rates[index] ?? []) }));
}

const callsBetweenClockReads = 64;

async function measureOnce({ run }: Contender, roundMs: number): Promise<number> {
  const isAsync = run() instanceof Promise;
  const start = performance.now();
  let calls = 0;
  let elapsedMs = 0;
  while (elapsedMs < roundMs) {
    for (let call = 0; call < callsBetweenClockReads; call++) {
      if (isAsync) await run();
      else run();
    }
    calls += callsBetweenClockReads;
    elapsedMs = performance.now() - start;
  }
  return (calls * 1000) / elapsedMs;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
