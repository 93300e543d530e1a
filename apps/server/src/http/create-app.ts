import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from '../platform/logger.ts';
import { createDispatch, type Dispatching, type Exchange } from './dispatch.ts';
import { maskTarget } from './mask-target.ts';
import { type Metrics, routeLabel } from './metrics.ts';
import { requestIdOf, traceIdOf } from './request-identity.ts';
import { securityHeaders } from './security-headers.ts';

export interface AppOptions extends Omit<Dispatching, 'reportFault'> {
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly hasAccessLog: boolean;
}

/** A connection without a byte for so long is given up, in either direction. */
const IDLE_SECONDS = 120;

const headerText = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

/**
 * The HTTP server. Fastify keeps connections, life cycle and replies; which route a request is, is decided by our own
 * matcher on the raw target, so every request reaches Fastify's router as `/`.
 */
export function createApp(options: AppOptions): FastifyInstance {
  const { log, metrics } = options;
  const app = Fastify({
    logger: false,
    rewriteUrl: () => '/',
    forceCloseConnections: 'idle',
    connectionTimeout: IDLE_SECONDS * 1000,
    return503OnClosing: false,
  });
  const dispatch = createDispatch({
    ...options,
    reportFault: (err, requestId) => log.error({ err, requestId }, 'request failed'),
  });
  const finish = (exchange: Exchange, traceId: string, request: FastifyRequest, reply: FastifyReply): void => {
    const { statusCode } = reply.raw;
    metrics.countRequest(request.method, exchange.route, statusCode, reply.elapsedTime / 1000);
    if (!options.hasAccessLog) return;
    log.info(
      {
        requestId: exchange.requestId,
        traceId,
        method: request.method,
        target: maskTarget(exchange.rawTarget),
        route: exchange.route,
        status: statusCode,
        milliseconds: Math.round(reply.elapsedTime),
        peer: request.socket.remoteAddress,
      },
      'request',
    );
  };
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const exchange = {
      requestId: requestIdOf(headerText(request.headers['x-request-id'])),
      rawTarget: request.originalUrl,
      route: 'unmatched',
    };
    const traceId = traceIdOf(headerText(request.headers.traceparent));
    reply.headers({ ...securityHeaders, 'x-request-id': exchange.requestId, 'x-trace-id': traceId });
    reply.raw.once('close', () => finish({ ...exchange, route: routeLabel(exchange.route) }, traceId, request, reply));
    return dispatch({ request, reply, exchange });
  };
  // Bodies are read by the routes that take one.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  app.all('/', answer);
  app.setNotFoundHandler(answer);
  app.setErrorHandler((error, request, reply) => {
    log.error({ err: error, target: maskTarget(request.originalUrl) }, 'reply failed');
    if (reply.sent || reply.raw.headersSent) return reply.raw.destroy();
    return reply.code(500).send({ message: 'Internal Server Error' });
  });
  return app;
}
