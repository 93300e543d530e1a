import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AccessLog } from '../platform/access-log.ts';
import type { Logger } from '../platform/logger.ts';
import { parseTraceContext, traceIdOf } from '../platform/trace-context.ts';
import { untraced } from '../platform/untraced.ts';
import { recovering, whenThere } from '../ports/awaitable.ts';
import type { SocketService } from '../ports/socket.ts';
import type { Span, Tracing } from '../ports/tracing.ts';
import type { ReadClientAddress } from './client-address.ts';
import { createDispatch } from './dispatch.ts';
import { type Exchange, hasLeft, sentBodyBytes } from './exchange.ts';
import { maskTarget } from './mask-target.ts';
import { type Metrics, routeLabel } from './metrics.ts';
import { requestIdOf } from './request-identity.ts';
import type { Dispatching } from './run-route.ts';
import { isForSockets } from './serve-sockets.ts';

export interface AppOptions extends Omit<Dispatching, 'reportFault'> {
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Null writes none. */
  readonly accessLog: Pick<AccessLog, 'write'> | null;
  readonly readClientAddress: ReadClientAddress;
  readonly tracing: Tracing;
  /** Null where there are none. */
  readonly sockets: SocketService | null;
}

/** A connection without a byte for so long is given up, in either direction. */
const IDLE_SECONDS = 120;
/** How long a connection may wait for its next request: longer than the pauses of a player. */
const KEEP_ALIVE_SECONDS = 72;

const headerText = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

const listText = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(',') : value;

/** The span of a request; its target is no part of it, for that may hold credentials. */
function endSpan(span: Span, method: string, route: string, status: number): void {
  span.end({
    name: `${method} ${route}`,
    attributes: { 'http.request.method': method, 'http.route': route, 'http.response.status_code': status },
    ...(status >= 500 ? { error: `status ${status}` } : {}),
  });
}

/** Who leaves in the middle of an answer makes no fault of it. */
const hasClientLeft = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';

/** Counts and logs an answered request, credentials masked. */
function finish({ metrics, tracing, accessLog }: AppOptions, exchange: Exchange): void {
  const { request, response, requestId, span, rawTarget, clientAddress: client } = exchange;
  const { method = '' } = request;
  const { statusCode: status } = response;
  const elapsedMs = performance.now() - exchange.beganMs;
  exchange.answer?.onClose?.(sentBodyBytes(exchange));
  const route = routeLabel(exchange.route);
  metrics.countRequest(method, route, status, elapsedMs / 1000);
  if (tracing !== untraced) endSpan(span, method, route, status);
  if (accessLog === null) return;
  const milliseconds = Math.round(elapsedMs);
  const target = maskTarget(rawTarget);
  const trace_id = traceIdOf(span.context);
  accessLog.write({ requestId, trace_id, method, target, route, status, milliseconds, client });
}

/** Asked for every few seconds by machines: nobody wants traces of them. */
const untracedTargets: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

function startSpan(tracing: Tracing, { method = '', headers, url = '' }: IncomingMessage): Span {
  const parent = parseTraceContext(headerText(headers.traceparent), listText(headers.tracestate));
  const chosen = untracedTargets.has(url) ? untraced : tracing;
  return chosen.start(method, { kind: 'server', parent });
}

function beginExchange(
  { readClientAddress, tracing }: AppOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Exchange {
  const { headers, socket } = request;
  return {
    request,
    response,
    requestId: requestIdOf(headerText(headers['x-request-id'])),
    span: startSpan(tracing, request),
    rawTarget: request.url ?? '',
    clientAddress: readClientAddress(socket.remoteAddress ?? '', headerText(headers['x-forwarded-for'])),
    beganMs: performance.now(),
    socketBytes: socket.bytesWritten,
    isLast: false,
    route: 'unmatched',
    bodyBytes: 0,
    answer: null,
  };
}

/** Has each request answered, and finishes it once its connection is done with it. */
function createListener(options: AppOptions, isClosing: () => boolean) {
  const { log } = options;
  const reportFault = (err: unknown, { requestId, span }: Exchange): void =>
    log.error({ err, requestId, trace_id: traceIdOf(span.context) }, 'request failed');
  const dispatch = createDispatch({ ...options, reportFault });

  function giveUp(err: unknown, { response, requestId }: Exchange): void {
    if (!hasClientLeft(err)) log.error({ err, requestId }, 'answer failed');
    response.destroy();
  }

  return (request: IncomingMessage, response: ServerResponse): void => {
    const exchange = beginExchange(options, request, response);
    exchange.isLast = isClosing();
    const sending = recovering(
      () => dispatch(exchange),
      (err) => giveUp(err, exchange),
    );
    void whenThere(sending, () => {
      if (hasLeft(response) || response.closed) finish(options, exchange);
      else response.once('close', () => finish(options, exchange));
    });
  };
}

/** The HTTP server. Routes, bodies, answers and refusals are ours; Node.js keeps connections and reads heads. */
export function createApp(options: AppOptions): Server {
  const server: Server = createServer(
    {
      keepAliveTimeout: KEEP_ALIVE_SECONDS * 1000,
      // A source may take hours to arrive; a connection that falls silent is ended below.
      requestTimeout: 0,
      // Nearly no request has a body, and the stream of one costs as much as the rest of reading it.
      optimizeEmptyRequests: true,
      shouldUpgradeCallback: (request) => isForSockets(options.sockets, request),
    },
    createListener(options, () => !server.listening),
  );
  server.setTimeout(IDLE_SECONDS * 1000);
  return server;
}
