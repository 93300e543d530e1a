import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { AuditRecord } from '../features/access/index.ts';
import { createSecondsHistogram } from './create-seconds-histogram.ts';
import { createTally } from './create-tally.ts';
import { createImageMetrics } from './image-metrics.ts';
import { createQueueMetrics } from './queue-metrics.ts';
import { createSpaceMetrics } from './space-metrics.ts';
import { createStoreMetrics } from './store-metrics.ts';

/** Histogram bounds of Vylux contract §15, seconds. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A decision of the gate costs microseconds. */
const VERIFY_SECONDS = [0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.005, 0.025, 0.1];

const routeLabels = new Map<string, string>();

/** `/stream/{hash}/{path+}` → `/stream/:hash/*`, the way the contract labels routes. */
export function routeLabel(path: string): string {
  const known = routeLabels.get(path);
  if (known !== undefined) return known;
  const label = path.replace(/\{\w+\+\}/g, '*').replace(/\{(\w+)\}/g, ':$1');
  routeLabels.set(path, label);
  return label;
}

/** Which store did what, and whether it could. */
export interface StoreLabels {
  readonly role: 'source' | 'media';
  /** `origin`: another process of the deployment, which an edge without a store asks. */
  readonly driver: 'fs' | 's3' | 'gcs' | 'azure' | 'origin';
  readonly operation: string;
  readonly result: 'ok' | 'error';
}

/** A counter and a histogram of seconds under the same labels. */
function createTimed(
  registry: Registry,
  names: { readonly total: string; readonly seconds: string; readonly help: string },
  labelNames: readonly string[],
) {
  const shared = { help: names.help, labelNames };
  const count = createTally(registry, { ...shared, name: names.total });
  const observe = createSecondsHistogram(registry, { ...shared, name: names.seconds }, SECONDS);
  return (durationSeconds: number, ...values: readonly string[]): void => {
    count(...values);
    observe(durationSeconds, ...values);
  };
}

/** Name of the pair of metrics: `vylux_http_request` → `…s_total` and `…_duration_seconds`. */
const timed = (name: string, help: string) => ({ total: `${name}s_total`, seconds: `${name}_duration_seconds`, help });

/** What the gate and the caches behind it do, under the names of edge access §21. */
function createEdgeMetrics(registry: Registry) {
  const countCacheRequest = createTally(registry, {
    name: 'edge_cache_requests_total',
    help: 'Objects asked for behind the gate, by level of the cache. Hit: the store was not asked for this request.',
    labelNames: ['level', 'result'],
  });
  const countDecision = createTally(registry, {
    name: 'edge_decisions_total',
    help: 'Decisions of the gate: ok or the code of the refusal, by kind of credential.',
    labelNames: ['code', 'kind'],
  });
  const observeSeconds = createSecondsHistogram(
    registry,
    { name: 'edge_verify_seconds', help: 'Time of a decision of the gate.', labelNames: [] },
    VERIFY_SECONDS,
  );
  return {
    countCacheRequest: (level: string, result: string): void => countCacheRequest(level, result),
    observeDecision(code: string, kind: string, durationSeconds: number): void {
      countDecision(code, kind);
      observeSeconds(durationSeconds);
    },
  };
}

/** What is issued, renewed and shared, under the names of edge access §21. */
function createTokenMetrics(registry: Registry) {
  const registers = [registry];
  const issued = new Counter({
    name: 'token_issue_total',
    help: 'Playback tokens given out; reused: the one that an equal order was given before.',
    labelNames: ['reused'] as const,
    registers,
  });
  const renewed = new Counter({
    name: 'renew_total',
    help: 'Renewals asked for: ok or the code of the refusal.',
    labelNames: ['result'] as const,
    registers,
  });
  const freshness = (name: string, help: string, ageSeconds: () => number | null) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        // Nothing known yet is as old as can be.
        this.set(ageSeconds() ?? Number.POSITIVE_INFINITY);
      },
    });
  const shared = new Counter({
    name: 'edge_shared_tokens_total',
    help: 'Playback tokens seen from TOKEN_ALERT_NETWORKS client networks.',
    registers,
  });
  const blocked = new Counter({
    name: 'edge_blocked_addresses_total',
    help: 'Client addresses refused for DENIAL_BLOCK after too many denials.',
    registers,
  });
  return {
    countSharedToken: (): void => shared.inc(),
    /** `revocations`, `keys`: seconds since this node last knew that it had them all; null before the first time. */
    watchFreshness(revocations: () => number | null, keys: () => number | null): void {
      freshness('revocation_lag_seconds', 'Time by which this node may be behind the revocations.', revocations);
      freshness('keyset_age_seconds', 'Time since this node last heard which keys are in force.', keys);
    },
    countAudit({ event, decision, code, reused }: Pick<AuditRecord, 'event' | 'decision' | 'code' | 'reused'>): void {
      if (event === 'renew') renewed.inc({ result: code });
      if (event === 'issue' && decision === 'allow') issued.inc({ reused: String(reused === true) });
      if (event === 'block') blocked.inc();
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
      request(durationSeconds, method, route, String(status)),
    countStoreOperation: ({ role, driver, operation, result }: StoreLabels, durationSeconds: number): void =>
      storeOperation(durationSeconds, role, driver, operation, result),
    countTask: (type: string, result: 'success' | 'error', durationSeconds: number): void =>
      task(durationSeconds, type, result),
    countCallbackAttempt: (result: 'sent' | 'pending' | 'failed'): void => callbackAttempts.inc({ result }),
    ...createEdgeMetrics(registry),
    ...createTokenMetrics(registry),
    ...createImageMetrics(registry),
    ...createQueueMetrics(registry),
    ...createStoreMetrics(registry),
    ...createSpaceMetrics(registry),
    countReadinessFailure: (check: string): void => readinessFailures.inc({ check }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
