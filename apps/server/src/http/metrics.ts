import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** Histogram bounds of Vylux contract §15, seconds. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** `/stream/{hash}/{path+}` → `/stream/:hash/*`, the way the contract labels routes. */
export const routeLabel = (path: string): string => path.replace(/\{\w+\+\}/g, '*').replace(/\{(\w+)\}/g, ':$1');

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
  return {
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
