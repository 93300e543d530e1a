import { Counter, Gauge, type Registry } from 'prom-client';
import type { QueuedTasks } from '../ports/job-queue.ts';
import { within } from './within.ts';

/** A scrape waits no longer for the queue. */
const MAX_WAIT_MS = 2000;

/** What waits and runs, under the names of Vylux contract §15; asked for whenever the metrics are read. */
export function createQueueMetrics(registry: Registry) {
  const registers = [registry];
  const failures = new Counter({
    name: 'vylux_queue_metrics_sync_failures_total',
    help: 'Times that the queue could not be asked for its tasks: vylux_queue_tasks is old then.',
    registers,
  });
  return {
    watchQueue(countTasks: () => Promise<readonly QueuedTasks[]>): void {
      new Gauge({
        name: 'vylux_queue_tasks',
        help: 'Tasks of a queue by state.',
        labelNames: ['queue', 'state'] as const,
        registers,
        async collect() {
          try {
            for (const { queue, state, tasks } of await within(MAX_WAIT_MS, countTasks()))
              this.set({ queue, state }, tasks);
          } catch {
            failures.inc();
          }
        },
      });
    },
  };
}
