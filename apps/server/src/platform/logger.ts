import { type Logger, pino } from 'pino';

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
];

/** JSON lines on standard output: fields, not sentences. */
export function createLogger(level: 'debug' | 'info' | 'warn' | 'error' | 'silent'): Logger {
  return pino({ level, base: null, redact: { paths: REDACTED, censor: '[redacted]' } });
}
