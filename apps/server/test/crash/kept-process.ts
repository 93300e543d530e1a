import { setTimeout as sleep } from 'node:timers/promises';
import { type SpawnedSluice, spawnSluice } from '../fixtures/spawn-sluice.ts';

/** A process that is started again whenever it ends, as an init system does it. */
export interface KeptProcess {
  readonly pid: number;
  /** Resolves when it serves; rejects with its last words when it does not for a minute. */
  ready(): Promise<void>;
  /** SIGKILL; a new one is started `afterMs` later. Resolves when that one serves. */
  strike(afterMs: number): Promise<void>;
  /** SIGTERM, for good. Resolves to the exit status. */
  stop(): Promise<number | null>;
  /** How it ended by itself after it had served, which it never should: the end of its words. */
  readonly faults: readonly string[];
  /** Everything that it and its predecessors have written. */
  output(): string;
}

const SERVING = /"serving"/;
/** What cannot start, because there is no database, tries again after this long. */
const RESTART_MS = 200;
const LOOK_MS = 20;
/** Longer than a start takes, the database away for a while included. */
const READY_MS = 60_000;

export function keepProcess(args: readonly string[], environment: Readonly<Record<string, string>>): KeptProcess {
  const faults: string[] = [];
  let past = '';
  let current: SpawnedSluice;
  /** Whose end was our doing. */
  const struck = new WeakSet<SpawnedSluice>();

  function start(): void {
    const child = spawnSluice(args, environment);
    current = child;
    void child.ended.then(async () => {
      past += child.output();
      if (struck.has(child)) return;
      if (SERVING.test(child.output()))
        faults.push(`${args.join(' ')} ended by itself:\n${child.output().slice(-3000)}`);
      await sleep(RESTART_MS);
      if (current === child && !struck.has(child)) start();
    });
  }

  async function ready(): Promise<void> {
    const deadlineMs = Date.now() + READY_MS;
    while (!SERVING.test(current.output())) {
      if (Date.now() > deadlineMs)
        throw new Error(`${args.join(' ')} does not serve:\n${current.output().slice(-3000)}`);
      await sleep(LOOK_MS);
    }
  }

  start();
  return {
    get pid() {
      return current.pid;
    },
    ready,
    async strike(afterMs) {
      const child = current;
      struck.add(child);
      await child.end('SIGKILL');
      await sleep(afterMs);
      start();
      await ready();
    },
    async stop() {
      struck.add(current);
      return current.end('SIGTERM');
    },
    faults,
    output: () => past + current.output(),
  };
}
