import { METHODS } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from '../platform/logger.ts';
import type { ReadClientAddress } from './client-address.ts';
import { createDispatch, type Dispatching, type Exchange } from './dispatch.ts';
import { maskTarget } from './mask-target.ts';
import { type Metrics, routeLabel } from './metrics.ts';
import { requestIdOf, traceIdOf } from './request-identity.ts';
import { securityHeaders } from './security-headers.ts';

export interface AppOptions extends Omit<Dispatching, 'reportFault'> {
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly hasAccessLog: boolean;
  readonly readClientAddress: ReadClientAddress;
}

/** A connection without a byte for so long is given up, in either direction. */
const IDLE_SECONDS = 120;

const headerText = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

/** Bytes of the body that went out. What the socket has sent counts where the answer was broken off. */
function sentBytes({ request, reply }: Exchange, socketBytes: number): number {
  const announced = Number(reply.raw.getHeader('content-length') ?? 0);
  if (request.method === 'HEAD') return 0;
  return reply.raw.writableFinished ? announced : Math.min(announced, request.socket.bytesWritten - socketBytes);
}

/** Counts and logs an answered request, credentials masked. `socketBytes`: what its socket had sent before it. */
function finish(options: AppOptions, exchange: Exchange, traceId: string, socketBytes: number): void {
  const { log, metrics, hasAccessLog } = options;
  const { request, reply, requestId, rawTarget, clientAddress: client } = exchange;
  const route = routeLabel(exchange.route);
  const { method } = request;
  const status = reply.raw.statusCode;
  exchange.onClose?.(sentBytes(exchange, socketBytes));
  metrics.countRequest(method, route, status, reply.elapsedTime / 1000);
  if (!hasAccessLog) return;
  const milliseconds = Math.round(reply.elapsedTime);
  log.info(
    { requestId, traceId, method, target: maskTarget(rawTarget), route, status, milliseconds, client },
    'request',
  );
}

/** Gives a request its ids and has it answered. */
function createAnswer(options: AppOptions) {
  const reportFault = (err: unknown, requestId: string): void =>
    options.log.error({ err, requestId }, 'request failed');
  const dispatch = createDispatch({ ...options, reportFault });
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const requestId = requestIdOf(headerText(request.headers['x-request-id']));
    const traceId = traceIdOf(headerText(request.headers.traceparent));
    const clientAddress = options.readClientAddress(
      request.socket.remoteAddress ?? '',
      headerText(request.headers['x-forwarded-for']),
    );
    const exchange: Exchange = {
      request,
      reply,
      requestId,
      rawTarget: request.originalUrl,
      clientAddress,
      route: 'unmatched',
    };
    reply.headers({ ...securityHeaders, 'x-request-id': requestId, 'x-trace-id': traceId });
    const { bytesWritten } = request.socket;
    reply.raw.once('close', () => finish(options, exchange, traceId, bytesWritten));
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
