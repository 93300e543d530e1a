import type { TraceContext } from '../ports/tracing.ts';
import { randomHex } from './random-hex.ts';

/** Version, trace id, span id, flags; later versions may go on (Trace Context §3.2). */
const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
/** Longer lists may be dropped (Trace Context §3.3.1.5). */
const TRACESTATE = /^[\x20-\x7e]{1,512}$/;

const isZero = (digits: string): boolean => /^0+$/.test(digits);

/** The place that a caller is at; null when it names none that can be gone on from. */
export function parseTraceContext(
  traceparent: string | undefined,
  tracestate: string | undefined,
): TraceContext | null {
  if (traceparent === undefined || traceparent.length > 256) return null;
  const [, version = 'ff', traceId = '', spanId = '', flags = '', rest] = TRACEPARENT.exec(traceparent) ?? [];
  if (version === 'ff' || (version === '00' && rest !== undefined) || isZero(traceId) || isZero(spanId)) return null;
  const isSampled = (Number.parseInt(flags, 16) & 1) === 1;
  return {
    traceparent: `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`,
    tracestate: tracestate !== undefined && TRACESTATE.test(tracestate) ? tracestate : null,
  };
}

/** The beginning of a trace that nobody records. */
export function newTraceContext(): TraceContext {
  const ids = randomHex(24);
  return { traceparent: `00-${ids.slice(0, 32)}-${ids.slice(32)}-00`, tracestate: null };
}

/** 32 lower-case hexadecimal digits. */
export const traceIdOf = ({ traceparent }: TraceContext): string => traceparent.slice(3, 35);

/** What a call to the outside says of the trace that it belongs to (Vylux contract §10). */
export const traceHeaders = (context: TraceContext): Readonly<Record<string, string>> => ({
  traceparent: context.traceparent,
  ...(context.tracestate === null ? {} : { tracestate: context.tracestate }),
  'x-trace-id': traceIdOf(context),
});

/** The trace of a stored row; one from before traces were kept begins its own. */
export const storedTrace = (row: { traceparent: string | null; tracestate: string | null }): TraceContext =>
  row.traceparent === null ? newTraceContext() : { traceparent: row.traceparent, tracestate: row.tracestate };
