import { setTimeout as sleep } from 'node:timers/promises';
import type { ObjectStore } from '../../src/ports/object-store.ts';
import { contentFaults, type Objects, promiseFaults, visibleObjects } from './expected-objects.ts';
import type { Kind, Order } from './orders.ts';

/** Looks at what viewers could see of assets, over and over while they are being made. */
export interface Prober {
  watch(order: Order): void;
  /** What was not whole when it was looked at. */
  readonly faults: readonly string[];
  /** How often an asset was met with some of its objects, and with all. */
  readonly looks: { readonly partial: number; readonly complete: number };
  /** After a last look at every asset that was not met with all of its objects. */
  stop(): Promise<void>;
}

const PAUSE_MS = 150;

export function startProber(media: ObjectStore, expected: Readonly<Record<Kind, Objects>>): Prober {
  const watched = new Set<Order>();
  const faults: string[] = [];
  const looks = { partial: 0, complete: 0 };
  let isStopped = false;

  async function look(order: Order): Promise<void> {
    const whole = expected[order.kind];
    const first = await visibleObjects(media, order.hash);
    if (first.size === 0) return;
    // What a playlist names was stored before it, so it is looked for after the playlist was seen.
    const second = await visibleObjects(media, order.hash);
    const found = [...contentFaults(second, whole, order.kind === 'full'), ...promiseFaults(first, second)];
    faults.push(...found.map((fault) => `${order.hash}: ${fault}`));
    const isComplete = first.size === whole.size;
    looks[isComplete ? 'complete' : 'partial'] += 1;
    if (isComplete) watched.delete(order);
  }

  async function run(): Promise<void> {
    while (!isStopped) {
      for (const order of watched) await look(order);
      await sleep(PAUSE_MS);
    }
  }

  const running = run().catch((error: unknown) => void faults.push(`the prober broke off: ${error}`));
  return {
    watch: (order) => void watched.add(order),
    faults,
    looks,
    async stop() {
      isStopped = true;
      await running;
      for (const order of watched) await look(order);
    },
  };
}
