import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { createImageMetrics } from './image-metrics.ts';
import { createQueueMetrics } from './queue-metrics.ts';

/** Histogram bounds of Vylux contract §15, seconds. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A decision of the gate costs microseconds. */
const VERIFY_SECONDS = [0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.005, 0.025, 0.1];

/** `/stream/{hash}/{path+}` → `/stream/:hash/*`, the way the contract labels routes. */
export const routeLabel = (path: string): string => path.replace(/\{\w+\+\}/g, '*').replace(/\{(\w+)\}/g, ':$1');

/** Which store did what, and whether it could. */
export interface StoreLabels {
  readonly role: 'source' | 'media';
  readonly driver: 'fs' | 's3';
  readonly operation: string;
  readonly result: 'ok' | 'error';
}

/** A counter and a histogram of seconds under the same labels. */
function createTimed<const Label extends string>(
  registry: Registry,
  names: { readonly total: string; readonly seconds: string; readonly help: string },
  labelNames: readonly Label[],
) {
  const shared = { labelNames: [...labelNames], help: names.help, registers: [registry] };
  const total = new Counter({ ...shared, name: names.total });
  const seconds = new Histogram({ ...shared, name: names.seconds, buckets: SECONDS });
  return (labels: Record<Label, string>, durationSeconds: number): void => {
    total.inc(labels);
    seconds.observe(labels, durationSeconds);
  };
}

/** Name of the pair of metrics: `vylux_http_request` → `…s_total` and `…_duration_seconds`. */
const timed = (name: string, help: string) => ({ total: `${name}s_total`, seconds: `${name}_duration_seconds`, help });

/** What the gate and the caches behind it do, under the names of edge access §21. */
function createEdgeMetrics(registry: Registry) {
  const registers = [registry];
  const cacheRequests = new Counter({
    name: 'edge_cache_requests_total',
    help: 'Objects asked for behind the gate, by level of the cache. Hit: the store was not asked for this request.',
    labelNames: ['level', 'result'] as const,
    registers,
  });
  const decisions = new Counter({
    name: 'edge_decisions_total',
    help: 'Decisions of the gate: ok or the code of the refusal, by kind of credential.',
    labelNames: ['code', 'kind'] as const,
    registers,
  });
  const verifySeconds = new Histogram({
    name: 'edge_verify_seconds',
    help: 'Time of a decision of the gate.',
    buckets: VERIFY_SECONDS,
    registers,
  });
  return {
    countCacheRequest: (level: string, result: string): void => cacheRequests.inc({ level, result }),
    observeDecision(code: string, kind: string, durationSeconds: number): void {
      decisions.inc({ code, kind });
      verifySeconds.observe(durationSeconds);
    },
  };
}

/** The metrics of this process, under the names of Vylux contract §15 and edge access §21. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const request = createTimed(registry, timed('vylux_http_request', 'Requests answered.'), [
    'method',
    'route',
    'status',
  ]);
  const storeOperation = createTimed(registry, timed('vylux_storage_operation', 'Operations on object stores.'), [
    'role',
    'driver',
    'operation',
    'result',
  ]);
  const task = createTimed(registry, timed('vylux_worker_task', 'Attempts at jobs.'), ['task_type', 'result']);
  const readinessFailures = new Counter({
    name: 'vylux_readiness_failures_total',
    help: 'Failed readiness checks.',
    labelNames: ['check'] as const,
    registers: [registry],
  });
  const callbackAttempts = new Counter({
    name: 'sluice_callback_attempts_total',
    help: 'Attempts at callbacks: sent, pending when another follows, failed when it was the last.',
    labelNames: ['result'] as const,
    registers: [registry],
  });
  return {
    /** Prometheus text and its media type. */
    async render(): Promise<{ text: string; contentType: string }> {
      return { text: await registry.metrics(), contentType: registry.contentType };
    },
    countRequest: (method: string, route: string, status: number, durationSeconds: number): void =>
      request({ method, route, status: String(status) }, durationSeconds),
    countStoreOperation: (labels: StoreLabels, durationSeconds: number): void =>
      storeOperation({ ...labels }, durationSeconds),
    countTask: (type: string, result: 'success' | 'error', durationSeconds: number): void =>
      task({ task_type: type, result }, durationSeconds),
    countCallbackAttempt: (result: 'sent' | 'pending' | 'failed'): void => callbackAttempts.inc({ result }),
    ...createEdgeMetrics(registry),
    ...createImageMetrics(registry),
    ...createQueueMetrics(registry),
    countReadinessFailure: (check: string): void => readinessFailures.inc({ check }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
