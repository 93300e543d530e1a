import { type Room, type Route, type RouteId, routeList } from '@sluice/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpAnswer, HttpRequest, RouteHandler } from '../ports/http-exchange.ts';
import { SluiceError } from '../ports/sluice-error.ts';
import { corsHeaders, withCors } from './cors.ts';
import { errorAnswer } from './error-answer.ts';
import { createRouteTable, findRoute, rawPathOf } from './find-route.ts';
import type { HandlerTable } from './handler-table.ts';
import { hasBody, headersOf, readHttpRequest } from './http-request.ts';
import type { RunningAnswers } from './running-answers.ts';
import { clearAnswer, sendAnswer } from './send-answer.ts';
import { answerWrongMethod } from './wrong-method.ts';

type Row = Route & { readonly id: RouteId };

export interface Dispatching {
  readonly rooms: ReadonlySet<Room>;
  /** Of the rooms at least. */
  readonly handlers: Partial<HandlerTable>;
  readonly checkApiKey: (given: string | undefined) => void;
  /** Of the header `Authorization`, on the routes for edges. */
  readonly checkEdgeSecret: (given: string | undefined) => void;
  readonly limitRate: (id: RouteId, request: HttpRequest) => void;
  readonly runningAnswers: RunningAnswers;
  /** Told of every error that is a fault of ours, before it is answered with a plain 500. */
  readonly reportFault: (error: unknown, requestId: string) => void;
}

/** One request on its way. `route` is filled in for the log and the metrics once it is known. */
export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly requestId: string;
  readonly rawTarget: string;
  readonly clientAddress: string;
  route: string;
  /** See `HttpAnswer`. */
  onClose?: (bodyBytes: number) => void;
}

type Manners = Pick<Route, 'family' | 'cors'>;

/** Vylux contract §6.1: refusals of `/stream` carry no CORS header; every other media refusal must be readable. */
const corsOnRefusal = ({ cors, family }: Manners): Route['cors'] => (family === 'media' ? false : cors);

const nowhere = { family: 'media', cors: false } as const;

function handlerOf({ handlers }: Dispatching, { id }: Row): RouteHandler {
  const handler = handlers[id];
  if (handler === undefined) throw new TypeError(`nobody answers ${id}`);
  return handler;
}

async function runRoute(dispatching: Dispatching, route: Row, params: HttpRequest['params'], exchange: Exchange) {
  const { request, requestId: id, rawTarget, clientAddress: remoteAddress } = exchange;
  if (route.permission === 'api-key') dispatching.checkApiKey(headersOf(request)['x-api-key']);
  if (route.permission === 'edge') dispatching.checkEdgeSecret(headersOf(request).authorization);
  const read = await readHttpRequest(request, route, { id, rawTarget, params, remoteAddress });
  dispatching.limitRate(route.id, read);
  return handlerOf(dispatching, route)(read);
}

function refusalOf(dispatching: Dispatching, error: unknown, requestId: string): SluiceError {
  if (error instanceof SluiceError && error.status < 500) return error;
  dispatching.reportFault(error, requestId);
  if (error instanceof SluiceError) return error;
  return new SluiceError('http/internal-error', { status: 500, message: 'Internal Server Error' });
}

const outgoingOf = ({ request }: Exchange) => ({
  isHead: request.method === 'HEAD',
  requestHeaders: headersOf(request),
});

async function refuse(exchange: Exchange, route: Manners, refusal: SluiceError) {
  const { request, reply, requestId } = exchange;
  clearAnswer(reply, Object.keys(corsHeaders));
  // What is left of an unread body is not worth reading: the connection ends with this answer.
  if (hasBody(request) && !request.raw.readableEnded) reply.header('connection', 'close');
  const answer = errorAnswer(route.family, refusal, requestId);
  return sendAnswer(reply, withCors(answer, corsOnRefusal(route), request.headers.origin), outgoingOf(exchange));
}

/**
 * Answers one request: finds its row by the target exactly as received, checks what the row asks for, runs the handler.
 * Matching the raw target ourselves means that nothing decodes a path twice between the decision and the bytes.
 */
export function createDispatch(dispatching: Dispatching): (exchange: Exchange) => Promise<FastifyReply> {
  const rows = routeList.filter((route) => dispatching.rooms.has(route.room));
  // Told at the start and not by the first request.
  for (const row of rows) handlerOf(dispatching, row);
  const table = createRouteTable(rows);

  return async function dispatch(exchange) {
    const { request, reply } = exchange;
    const search = findRoute(table, request.method, rawPathOf(exchange.rawTarget));
    if (search.found === 'nothing') {
      return refuse(exchange, nowhere, new SluiceError('http/not-found', { status: 404, message: 'Not Found' }));
    }
    const { route } = search;
    exchange.route = route.path;
    try {
      const { origin } = request.headers;
      const answer: HttpAnswer =
        search.found === 'route'
          ? withCors(await runRoute(dispatching, route, search.params, exchange), route.cors, origin)
          : answerWrongMethod(request.method, search.methods, route, origin);
      if (answer.isWithdrawn !== undefined) dispatching.runningAnswers.watch(reply.raw, answer.isWithdrawn);
      if (answer.onClose !== undefined) exchange.onClose = answer.onClose;
      return await sendAnswer(reply, answer, outgoingOf(exchange));
    } catch (error) {
      return refuse(exchange, route, refusalOf(dispatching, error, exchange.requestId));
    }
  };
}
