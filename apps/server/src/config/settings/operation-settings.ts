import { duration, flag, fraction, integer, otlpEndpoint, text, word } from '../setting.ts';

import { setting } from './setting-row.ts';

/** Tools, logs, traces, limits and the end of a process. */
export const operationSettings = {
  FFMPEG_PATH: setting<string>({ read: text, default: 'ffmpeg', about: 'The ffmpeg program.' }),
  FFPROBE_PATH: setting<string>({ read: text, default: 'ffprobe', about: 'The ffprobe program.' }),
  MEDIA_SANDBOX: setting<'auto' | 'required'>({
    read: word('auto', 'required'),
    default: 'auto',
    about:
      '`required` refuses to start where ffmpeg cannot be kept from network and files by bubblewrap; `auto` then goes on with allow-lists of protocols and formats alone.',
  }),
  LOG_LEVEL: setting<'debug' | 'info' | 'warn' | 'error' | 'silent'>({
    read: word('debug', 'info', 'warn', 'error', 'silent'),
    default: 'info',
    about: 'Least severe log line that is written.',
  }),
  ACCESS_LOG: setting<boolean>({ read: flag, default: true, about: 'Write one log line for each request.' }),
  AUDIT_LOG: setting<string>({
    read: text,
    default: 'stdout',
    about:
      'Where the records of who was given, refused or denied what go: `stdout`, beside the log, `off`, or the path of a file to append to.',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: setting<string>({
    read: otlpEndpoint,
    default: '',
    defaultText: 'none; no traces are sent',
    about:
      'Where traces are sent by OTLP/HTTP: `host[:port]` (port 4318, no TLS) or a URL, to which `/v1/traces` is added where it is missing.',
  }),
  OTEL_SERVICE_NAME: setting<string>({ read: text, default: 'vylux', about: 'Name of this service in traces.' }),
  OTEL_TRACES_SAMPLER_ARG: setting<number>({
    read: fraction,
    default: 1,
    about:
      'Part of the traces beginning here that is sent, 0 to 1. For a trace that a caller began, the caller decides.',
  }),
  WORKER_METRICS_PORT: setting<number>({
    read: integer(0, 65_535),
    default: 3001,
    about:
      'Port of `/healthz` and `/metrics` in a process that is a worker and nothing else; it listens on no other. 0: on none. A port that is taken is told in the log, and the worker goes on without.',
  }),
  JOB_RATE_LIMIT: setting<number>({
    read: integer(0),
    default: 30,
    unit: 'calls per minute',
    about: 'How often an API key may create and retry jobs, in all processes together; 0 sets no limit.',
  }),
  KEY_RATE_LIMIT: setting<number>({
    read: integer(0),
    default: 120,
    unit: 'calls per minute',
    about:
      'How often a Bearer token, or an address without one, may ask one process for keys at `/api/key/`; 0 sets no limit.',
  }),
  SHUTDOWN_TIMEOUT: setting<number>({
    read: duration,
    default: 30,
    defaultText: '30s',
    unit: 'Go duration',
    about: 'How long open requests may finish after a stop signal.',
  }),
  WORKER_SHUTDOWN_TIMEOUT: setting<number>({
    read: duration,
    default: 5,
    defaultText: '5s',
    unit: 'Go duration',
    about: 'How long a running job may finish after a stop signal; then it is handed back and resumes elsewhere.',
  }),
} as const;
