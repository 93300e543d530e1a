/** A place in a trace, as it travels: the two fields of W3C Trace Context, the second one null where it is empty. */
export interface TraceContext {
  readonly traceparent: string;
  readonly tracestate: string | null;
}

export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** What a span is to the one above it, in the words of OpenTelemetry. */
export type SpanKind = 'server' | 'client' | 'consumer' | 'internal';

export interface SpanOptions {
  readonly kind: SpanKind;
  /** Null begins a trace. */
  readonly parent: TraceContext | null;
  readonly attributes?: SpanAttributes;
  /** Milliseconds since the epoch; now where it is absent. */
  readonly startedAtMs?: number;
}

/** What is known of a span only at its end. */
export interface SpanEnd {
  readonly name?: string;
  readonly attributes?: SpanAttributes;
  /** What went wrong, in words without secrets. */
  readonly error?: string;
}

export interface Span {
  /** The place that others go on from. */
  readonly context: TraceContext;
  end(end?: SpanEnd): void;
}

/** Tells what took how long, and what belonged to what. Never fails. */
export interface Tracing {
  start(name: string, options: SpanOptions): Span;
  /** Sends what is left, within a few seconds. */
  stop(): Promise<void>;
}
