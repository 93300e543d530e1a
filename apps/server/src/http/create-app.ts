import { METHODS } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from '../platform/logger.ts';
import { parseTraceContext, traceIdOf } from '../platform/trace-context.ts';
import { untraced } from '../platform/untraced.ts';
import type { Span, Tracing } from '../ports/tracing.ts';
import { createDispatch, type Dispatching, type Exchange } from './dispatch.ts';
import { maskTarget } from './mask-target.ts';
import { type Metrics, routeLabel } from './metrics.ts';
import { requestIdOf } from './request-identity.ts';
import { securityHeaders } from './security-headers.ts';

export interface AppOptions extends Omit<Dispatching, 'reportFault'> {
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly hasAccessLog: boolean;
  readonly tracing: Tracing;
}

/** A connection without a byte for so long is given up, in either direction. */
const IDLE_SECONDS = 120;

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

/** Counts and logs an answered request, credentials masked. */
function finish({ log, metrics, hasAccessLog }: AppOptions, exchange: Exchange, span: Span): void {
  const { request, reply, requestId, trace, rawTarget } = exchange;
  const route = routeLabel(exchange.route);
  const { method } = request;
  const status = reply.raw.statusCode;
  metrics.countRequest(method, route, status, reply.elapsedTime / 1000);
  endSpan(span, method, route, status);
  if (!hasAccessLog) return;
  const milliseconds = Math.round(reply.elapsedTime);
  const peer = request.socket.remoteAddress;
  const target = maskTarget(rawTarget);
  log.info({ requestId, trace_id: traceIdOf(trace), method, target, route, status, milliseconds, peer }, 'request');
}

/** Asked for every few seconds by machines: nobody wants traces of them. */
const untracedTargets: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

function startSpan(tracing: Tracing, { method, headers, originalUrl }: FastifyRequest): Span {
  const parent = parseTraceContext(headerText(headers.traceparent), listText(headers.tracestate));
  const chosen = untracedTargets.has(originalUrl) ? untraced : tracing;
  return chosen.start(method, { kind: 'server', parent });
}

/** Gives a request its ids and has it answered. */
function createAnswer(options: AppOptions) {
  const reportFault = (err: unknown, { requestId, trace }: Exchange): void =>
    options.log.error({ err, requestId, trace_id: traceIdOf(trace) }, 'request failed');
  const dispatch = createDispatch({ ...options, reportFault });
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const requestId = requestIdOf(headerText(request.headers['x-request-id']));
    const span = startSpan(options.tracing, request);
    const { context: trace } = span;
    const exchange = { request, reply, requestId, trace, rawTarget: request.originalUrl, route: 'unmatched' };
    reply.headers({ ...securityHeaders, 'x-request-id': requestId, 'x-trace-id': traceIdOf(trace) });
    reply.raw.once('close', () => finish(options, exchange, span));
    return dispatch(exchange);
  };
}

/**
 * The HTTP server. Fastify keeps connections, life cycle and replies; which route a request is, is decided by our own
 * matcher on the raw target, so every request reaches Fastify's router as `/`.
 */
export function createApp(options: AppOptions): FastifyInstance {
  const app = Fastify({
    logger: false,
    rewriteUrl: () => '/',
    forceCloseConnections: 'idle',
    connectionTimeout: IDLE_SECONDS * 1000,
    return503OnClosing: false,
  });
  const answer = createAnswer(options);
  // Bodies are read by the routes that take one: Fastify neither parses them nor refuses a method for its content type.
  for (const method of METHODS) app.addHttpMethod(method, { overrideExisting: true });
  app.all('/', answer);
  app.setNotFoundHandler(answer);
  app.setErrorHandler((err, request, reply) => {
    options.log.error({ err, target: maskTarget(request.originalUrl) }, 'reply failed');
    if (reply.sent || reply.raw.headersSent) return reply.raw.destroy();
    return reply.code(500).send({ message: 'Internal Server Error' });
  });
  return app;
}
