import { type ErrorFamily, type Room, type Route, type RouteId, routeList } from '@sluice/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpAnswer, HttpRequest, RouteHandler } from '../ports/http-exchange.ts';
import { SluiceError } from '../ports/sluice-error.ts';
import { corsHeaders, preflightHeaders } from './cors.ts';
import { errorAnswer } from './error-answer.ts';
import { findRoute, rawPathOf } from './find-route.ts';
import type { HandlerTable } from './handler-table.ts';
import { readBody } from './read-body.ts';
import { sendAnswer } from './send-answer.ts';

type Row = Route & { readonly id: RouteId };

export interface Dispatching {
  readonly rooms: ReadonlySet<Room>;
  readonly handlers: HandlerTable;
  readonly checkApiKey: (given: string | undefined) => void;
  readonly limitRate: (id: RouteId, request: HttpRequest) => void;
  /** Told of every error that is a fault of ours, before it is answered with a plain 500. */
  readonly reportFault: (error: unknown, requestId: string) => void;
}

/** What of a request the log and the metrics want to know. */
export interface Exchange {
  readonly requestId: string;
  readonly rawTarget: string;
  route: string;
}

const noBody = new Uint8Array();

const headersOf = (request: FastifyRequest): HttpRequest['headers'] =>
  Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );

async function httpRequest(
  route: Row,
  params: HttpRequest['params'],
  { request, exchange }: { request: FastifyRequest; exchange: Exchange },
): Promise<HttpRequest> {
  const isJson = route.body?.contentType === 'application/json';
  return {
    id: exchange.requestId,
    method: route.method,
    rawTarget: exchange.rawTarget,
    params,
    headers: headersOf(request),
    remoteAddress: request.socket.remoteAddress ?? '',
    bodyBytes: isJson ? await readBody(request.raw) : noBody,
    bodyStream: request.raw,
  };
}

const allowedMethods = (methods: readonly string[], family: ErrorFamily): readonly string[] =>
  family === 'edge' ? [...methods, 'OPTIONS'] : ['OPTIONS', ...methods];

function methodRefusal(method: string, allowed: readonly string[], route: Row): HttpAnswer | SluiceError {
  const allow = allowed.join(', ');
  if (method === 'OPTIONS') {
    return {
      status: 204,
      headers: { allow, ...(route.cors ? preflightHeaders(allowed) : {}) },
      body: { kind: 'empty' },
    };
  }
  return new SluiceError('access/method-not-allowed', {
    status: 405,
    message: 'Method Not Allowed',
    details: { allow },
  });
}

const internalError = (): SluiceError =>
  new SluiceError('http/internal-error', { status: 500, message: 'Internal Server Error' });

/** Vylux contract §6.1: refusals of `/stream` carry no CORS header; every other media refusal must be readable. */
const hasCorsOnRefusal = (route: Row): boolean => route.cors && route.family !== 'media';

/**
 * Answers one request: finds its row by the target exactly as received, checks what the row asks for, runs the handler.
 * Matching the raw target ourselves means that nothing decodes a path twice between the decision and the bytes.
 */
export function createDispatch(dispatching: Dispatching) {
  const table = routeList.filter((route) => dispatching.rooms.has(route.room));

  async function run(route: Row, params: HttpRequest['params'], incoming: Incoming): Promise<HttpAnswer> {
    if (route.permission === 'api-key') dispatching.checkApiKey(headersOf(incoming.request)['x-api-key']);
    const request = await httpRequest(route, params, incoming);
    dispatching.limitRate(route.id, request);
    const handler: RouteHandler = dispatching.handlers[route.id];
    return handler(request);
  }

  function refusalOf(error: unknown, requestId: string): SluiceError {
    if (error instanceof SluiceError && error.status < 500) return error;
    dispatching.reportFault(error, requestId);
    return error instanceof SluiceError ? error : internalError();
  }

  return async function dispatch(incoming: Incoming): Promise<FastifyReply> {
    const { request, reply, exchange } = incoming;
    const isHead = request.method === 'HEAD';
    const outgoing = { isHead, requestHeaders: headersOf(request) };
    const search = findRoute(table, request.method, rawPathOf(exchange.rawTarget));
    if (search.found === 'nothing') {
      const error = new SluiceError('http/not-found', { status: 404, message: 'Not Found' });
      return sendAnswer(reply, errorAnswer('media', error, exchange.requestId), outgoing);
    }
    const { route } = search;
    exchange.route = route.path;
    try {
      if (search.found === 'route') {
        const answer = await run(route, search.params, incoming);
        if (route.cors) reply.headers(corsHeaders);
        return await sendAnswer(reply, answer, outgoing);
      }
      const refusal = methodRefusal(request.method, allowedMethods(search.methods, route.family), route);
      if (refusal instanceof SluiceError) throw refusal;
      return await sendAnswer(reply, refusal, outgoing);
    } catch (error) {
      const refusal = refusalOf(error, exchange.requestId);
      for (const name of [
        'etag',
        'accept-ranges',
        'last-modified',
        'content-length',
        'content-range',
        'content-type',
        'cache-control',
      ]) {
        reply.removeHeader(name);
      }
      if (hasCorsOnRefusal(route)) reply.headers(corsHeaders);
      else for (const name of Object.keys(corsHeaders)) reply.removeHeader(name);
      // What is left of an unread body is not worth reading: the connection ends with this answer.
      if (!request.raw.readableEnded && request.raw.readable && hasBody(request)) reply.header('connection', 'close');
      return sendAnswer(reply, errorAnswer(route.family, refusal, exchange.requestId), outgoing);
    }
  };
}

interface Incoming {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly exchange: Exchange;
}

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
