import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** Histogram bounds of Vylux contract §15, seconds. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** `/stream/{hash}/{path+}` → `/stream/:hash/*`, the way the contract labels routes. */
export const routeLabel = (path: string): string => path.replace(/\{\w+\+\}/g, '*').replace(/\{(\w+)\}/g, ':$1');

/** Which store did what, and whether it could. */
export interface StoreLabels {
  readonly role: 'source' | 'media';
  readonly driver: 'fs' | 's3';
  readonly operation: string;
  readonly result: 'ok' | 'error';
}

/** The metrics of this process, under the names of Vylux contract §15. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const labelNames = ['method', 'route', 'status'] as const;
  const requests = new Counter({
    name: 'vylux_http_requests_total',
    help: 'Requests answered.',
    labelNames,
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'vylux_http_request_duration_seconds',
    help: 'From the request line to the last byte.',
    labelNames,
    buckets: SECONDS,
    registers: [registry],
  });
  const readinessFailures = new Counter({
    name: 'vylux_readiness_failures_total',
    help: 'Failed readiness checks.',
    labelNames: ['check'] as const,
    registers: [registry],
  });
  const storeLabels = ['role', 'driver', 'operation', 'result'] as const;
  const storeOperations = new Counter({
    name: 'vylux_storage_operations_total',
    help: 'Operations on object stores.',
    labelNames: storeLabels,
    registers: [registry],
  });
  const storeSeconds = new Histogram({
    name: 'vylux_storage_operation_duration_seconds',
    help: 'Duration of operations on object stores.',
    labelNames: storeLabels,
    buckets: SECONDS,
    registers: [registry],
  });
  const taskLabels = ['task_type', 'result'] as const;
  const tasks = new Counter({
    name: 'vylux_worker_tasks_total',
    help: 'Jobs worked on, by how the attempt ended.',
    labelNames: taskLabels,
    registers: [registry],
  });
  const taskSeconds = new Histogram({
    name: 'vylux_worker_task_duration_seconds',
    help: 'Duration of an attempt at a job.',
    labelNames: taskLabels,
    buckets: SECONDS,
    registers: [registry],
  });
  return {
    countStoreOperation(labels: StoreLabels, durationSeconds: number): void {
      storeOperations.inc({ ...labels });
      storeSeconds.observe({ ...labels }, durationSeconds);
    },
    countTask(type: string, result: 'success' | 'error', durationSeconds: number): void {
      const labels = { task_type: type, result };
      tasks.inc(labels);
      taskSeconds.observe(labels, durationSeconds);
    },
    /** Prometheus text and its media type. */
    async render(): Promise<{ text: string; contentType: string }> {
      return { text: await registry.metrics(), contentType: registry.contentType };
    },
    countRequest(method: string, route: string, status: number, durationSeconds: number): void {
      const labels = { method, route, status: String(status) };
      requests.inc(labels);
      seconds.observe(labels, durationSeconds);
    },
    countReadinessFailure(check: string): void {
      readinessFailures.inc({ check });
    },
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
