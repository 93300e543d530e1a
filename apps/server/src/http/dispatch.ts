import { type Room, type Route, type RouteId, routeList } from '@sluice/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { traceIdOf } from '../platform/trace-context.ts';
import { inTrace } from '../platform/trace-scope.ts';
import type { HttpAnswer, HttpRequest, RouteHandler } from '../ports/http-exchange.ts';
import { SluiceError } from '../ports/sluice-error.ts';
import type { TraceContext } from '../ports/tracing.ts';
import { corsHeaders } from './cors.ts';
import { errorAnswer } from './error-answer.ts';
import { findRoute, rawPathOf } from './find-route.ts';
import type { HandlerTable } from './handler-table.ts';
import { hasBody, headersOf, readHttpRequest } from './http-request.ts';
import type { RunningAnswers } from './running-answers.ts';
import { clearAnswer, sendAnswer } from './send-answer.ts';
import { answerWrongMethod } from './wrong-method.ts';

type Row = Route & { readonly id: RouteId };

export interface Dispatching {
  readonly rooms: ReadonlySet<Room>;
  readonly handlers: HandlerTable;
  readonly checkApiKey: (given: string | undefined) => void;
  readonly limitRate: (id: RouteId, request: HttpRequest) => void | Promise<void>;
  readonly runningAnswers: RunningAnswers;
  /** Told of every error that is a fault of ours, before it is answered with a plain 500. */
  readonly reportFault: (error: unknown, exchange: Exchange) => void;
}

/** One request on its way. `route` is filled in for the log and the metrics once it is known. */
export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly requestId: string;
  readonly trace: TraceContext;
  readonly rawTarget: string;
  route: string;
}

type Manners = Pick<Route, 'family' | 'cors'>;

/** Vylux contract §6.1: refusals of `/stream` carry no CORS header; every other media refusal must be readable. */
const hasCorsOnRefusal = (route: Manners): boolean => route.cors && route.family !== 'media';

const nowhere = { family: 'media', cors: false } as const;

async function runRoute(dispatching: Dispatching, route: Row, params: HttpRequest['params'], exchange: Exchange) {
  const { request, requestId: id, trace, rawTarget } = exchange;
  if (route.permission === 'api-key') dispatching.checkApiKey(headersOf(request)['x-api-key']);
  const read = await readHttpRequest(request, route, { id, trace, rawTarget, params });
  await dispatching.limitRate(route.id, read);
  const handler: RouteHandler = dispatching.handlers[route.id];
  // Calls of back ends are few and log more than one line; bytes are too many to pay for a scope.
  return route.room === 'api' ? inTrace(traceIdOf(trace), () => handler(read)) : handler(read);
}

function refusalOf(dispatching: Dispatching, error: unknown, exchange: Exchange): SluiceError {
  if (error instanceof SluiceError && error.status < 500) return error;
  dispatching.reportFault(error, exchange);
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
  if (hasCorsOnRefusal(route)) reply.headers(corsHeaders);
  // What is left of an unread body is not worth reading: the connection ends with this answer.
  if (hasBody(request) && !request.raw.readableEnded) reply.header('connection', 'close');
  return sendAnswer(reply, errorAnswer(route.family, refusal, requestId), outgoingOf(exchange));
}

/**
 * Answers one request: finds its row by the target exactly as received, checks what the row asks for, runs the handler.
 * Matching the raw target ourselves means that nothing decodes a path twice between the decision and the bytes.
 */
export function createDispatch(dispatching: Dispatching): (exchange: Exchange) => Promise<FastifyReply> {
  const table = routeList.filter((route) => dispatching.rooms.has(route.room));

  return async function dispatch(exchange) {
    const { request, reply } = exchange;
    const search = findRoute(table, request.method, rawPathOf(exchange.rawTarget));
    if (search.found === 'nothing') {
      return refuse(exchange, nowhere, new SluiceError('http/not-found', { status: 404, message: 'Not Found' }));
    }
    const { route } = search;
    exchange.route = route.path;
    try {
      const answer: HttpAnswer =
        search.found === 'route'
          ? await runRoute(dispatching, route, search.params, exchange)
          : answerWrongMethod(request.method, search.methods, route);
      if (route.cors && search.found === 'route') reply.headers(corsHeaders);
      if (answer.isWithdrawn !== undefined) dispatching.runningAnswers.watch(reply.raw, answer.isWithdrawn);
      return await sendAnswer(reply, answer, outgoingOf(exchange));
    } catch (error) {
      return refuse(exchange, route, refusalOf(dispatching, error, exchange));
    }
  };
}
