import { type DestinationStream, type Logger, pino } from 'pino';
import { currentTraceId } from './trace-scope.ts';

export type { Logger };

/** Field paths whose values never reach a log line. */
const REDACTED = [
  'req.headers.authorization',
  'req.headers.cookie',
  'req.headers["x-api-key"]',
  'req.headers["edge-token"]',
  '*.secret',
  '*.token',
  '*.key',
  // PostgreSQL shows whole rows here, and a row may hold the address of a callback.
  'err.detail',
  'err.where',
  // A connection with its secrets, on errors of `pg`.
  'err.client',
];

/** API keys of users, wherever in a line; what is left is how they are shown (LynxVizion contract §2.1). */
const apiKeys = /(lvz_[a-z]+_[0-9a-f]{0,8})[0-9a-f]*/g;

/** Lines of one job, call or request can be found by its trace. */
function mixin(): object {
  const traceId = currentTraceId();
  return traceId === undefined ? {} : { trace_id: traceId };
}

/** JSON lines on standard output: fields, not sentences. */
export function createLogger(
  level: 'debug' | 'info' | 'warn' | 'error' | 'silent',
  destination?: DestinationStream,
): Logger {
  const hooks = { streamWrite: (line: string) => line.replace(apiKeys, '$1...') };
  const options = { level, base: null, mixin, hooks, redact: { paths: REDACTED, censor: '[redacted]' } };
  return destination === undefined ? pino(options) : pino(options, destination);
}
