import {
  type Context,
  createTraceState,
  DiagLogLevel,
  diag,
  type Span as OtelSpan,
  SpanKind as OtelSpanKind,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Logger } from '../../../platform/logger.ts';
import type { Span, SpanKind, TraceContext, Tracing } from '../../../ports/tracing.ts';

export interface OpenTelemetryOptions {
  /** Where spans are posted as OTLP/HTTP. */
  readonly url: string;
  readonly serviceName: string;
  readonly serviceVersion: string;
  /** Of the traces that begin here, the part that is recorded: 0 to 1. For all others the caller has decided. */
  readonly ratio: number;
  readonly log: Pick<Logger, 'warn'>;
}

const SEND_EVERY_MS = 2000;
const SEND_TIMEOUT_MS = 3000;
const TELL_EVERY_MS = 60_000;

const kinds: Readonly<Record<SpanKind, OtelSpanKind>> = {
  server: OtelSpanKind.SERVER,
  client: OtelSpanKind.CLIENT,
  consumer: OtelSpanKind.CONSUMER,
  internal: OtelSpanKind.INTERNAL,
};

/** `00-{trace id}-{span id}-{flags}`, which is all that we ever pass on. */
function contextOf(parent: TraceContext | null): Context {
  if (parent === null) return ROOT_CONTEXT;
  const [, traceId = '', spanId = '', flags = '00'] = parent.traceparent.split('-');
  const traceState = parent.tracestate === null ? {} : { traceState: createTraceState(parent.tracestate) };
  const place = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true, ...traceState };
  return trace.setSpanContext(ROOT_CONTEXT, place);
}

function placeOf(span: OtelSpan): TraceContext {
  const { traceId, spanId, traceFlags, traceState } = span.spanContext();
  const flags = traceFlags.toString(16).padStart(2, '0');
  return { traceparent: `00-${traceId}-${spanId}-${flags}`, tracestate: traceState?.serialize() || null };
}

const spanOf = (span: OtelSpan): Span => ({
  context: placeOf(span),
  end({ name, attributes, error } = {}) {
    if (name !== undefined) span.updateName(name);
    if (attributes !== undefined) span.setAttributes(attributes);
    if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
    span.end();
  },
});

/** A collector that is away is told of now and then, without its address: that may hold a password. */
function reportTo(log: Pick<Logger, 'warn'>): void {
  let toldAtMs = Number.NEGATIVE_INFINITY;
  const error = (text: string): void => {
    if (performance.now() - toldAtMs < TELL_EVERY_MS) return;
    toldAtMs = performance.now();
    log.warn({ reason: text.replace(/\b[a-z]+:\/\/[^\s"]+/gi, '…').slice(0, 300) }, 'traces could not be sent');
  };
  const silent = (): void => undefined;
  diag.setLogger({ error, warn: silent, info: silent, debug: silent, verbose: silent }, DiagLogLevel.ERROR);
}

function createProvider({ url, serviceName, serviceVersion, ratio }: OpenTelemetryOptions): TracerProvider {
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: SEND_TIMEOUT_MS });
  return new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName, 'service.version': serviceVersion }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter,
        scheduledDelayMillis: SEND_EVERY_MS,
        exportTimeoutMillis: SEND_TIMEOUT_MS,
      }),
    ],
  });
}

/** Spans by OpenTelemetry. What cannot be sent is dropped: a collector that is away holds up nothing. */
export function createOpenTelemetry(options: OpenTelemetryOptions): Tracing {
  reportTo(options.log);
  const provider = createProvider(options);
  const tracer = provider.getTracer('sluice');
  return {
    start: (name, { kind, parent, attributes = {}, startedAtMs }) =>
      spanOf(
        tracer.startSpan(
          name,
          { kind: kinds[kind], attributes, ...(startedAtMs === undefined ? {} : { startTime: startedAtMs }) },
          contextOf(parent),
        ),
      ),
    stop: () => provider.shutdown().catch(() => undefined),
  };
}
