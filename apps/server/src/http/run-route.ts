import type { Room, Route, RouteId } from '@sluice/contract';
import type { CheckAccessToken, Identify } from '../features/identity/index.ts';
import { traceIdOf } from '../platform/trace-context.ts';
import { inTrace } from '../platform/trace-scope.ts';
import { type Awaitable, whenThere } from '../ports/awaitable.ts';
import type { HttpAnswer, HttpRequest, RouteHandler, TokenPermission } from '../ports/http-exchange.ts';
import type { Exchange } from './exchange.ts';
import type { HandlerTable } from './handler-table.ts';
import { fieldLinesOf, headersOf, readHttpRequest } from './http-request.ts';
import type { RunningAnswers } from './running-answers.ts';

/** A row of the contract with its name. */
export type Row = Route & { readonly id: RouteId };

/** What requests are answered with. */
export interface Dispatching {
  readonly rooms: ReadonlySet<Room>;
  /** Of the rooms at least. */
  readonly handlers: Partial<HandlerTable>;
  readonly checkApiKey: (given: string | undefined) => void;
  /** Of the header `Authorization`, on the routes for edges. */
  readonly checkEdgeSecret: (given: string | undefined) => void;
  /** Of all field lines `Authorization`, on the routes of users. */
  readonly identify: Identify;
  /** Of all field lines `Authorization`, on the routes of the video API. */
  readonly checkAccessToken: CheckAccessToken;
  /** Whose pages may call routes with `cors: 'listed'`. */
  readonly listedOrigins: ReadonlySet<string>;
  /** Null for a route without a limit. */
  readonly limitRate: (id: RouteId, request: HttpRequest) => Promise<void> | null;
  readonly runningAnswers: RunningAnswers;
  /** Told of every error that is a fault of ours, before it is answered with a plain 500. */
  readonly reportFault: (error: unknown, exchange: Exchange) => void;
}

/** @throws {TypeError} where nobody answers the row. */
export function handlerOf({ handlers }: Dispatching, { id }: Row): RouteHandler {
  const handler = handlers[id];
  if (handler === undefined) throw new TypeError(`nobody answers ${id}`);
  return handler;
}

const identify = ({ identify: ask }: Dispatching, { request, requestId: id, clientAddress: remoteAddress }: Exchange) =>
  ask(fieldLinesOf(request, 'authorization'), { id, remoteAddress, headers: headersOf(request) });

/** What an access token has to be good for; null where it is enough to be one. */
function neededPermission({ method, ...route }: Row): TokenPermission | null {
  if (route.permission !== 'access-token' || route.scope === 'any') return null;
  return `${route.scope}:${method === 'GET' ? 'read' : 'write'}`;
}

/** The request with what the row knows of its caller. */
function readFor(
  dispatching: Dispatching,
  route: Row,
  params: HttpRequest['params'],
  exchange: Exchange,
): Awaitable<HttpRequest> {
  const { request, requestId: id, span, rawTarget, clientAddress: remoteAddress } = exchange;
  const known = { id, trace: span.context, rawTarget, params, remoteAddress };
  if (route.permission === 'access-token') {
    const lines = fieldLinesOf(request, 'authorization');
    return whenThere(dispatching.checkAccessToken(lines, neededPermission(route), route.method), (accessToken) =>
      readHttpRequest(request, route, { ...known, accessToken }),
    );
  }
  if (route.permission !== 'user') return readHttpRequest(request, route, known);
  return whenThere(identify(dispatching, exchange), (caller) => readHttpRequest(request, route, { ...known, caller }));
}

/** Checks what the row asks of its caller, reads the request and has it answered. */
export function runRoute(
  dispatching: Dispatching,
  route: Row,
  params: HttpRequest['params'],
  exchange: Exchange,
): Awaitable<HttpAnswer> {
  const { request, span } = exchange;
  if (route.permission === 'api-key') dispatching.checkApiKey(headersOf(request)['x-api-key']);
  if (route.permission === 'edge') dispatching.checkEdgeSecret(headersOf(request).authorization);
  return whenThere(readFor(dispatching, route, params, exchange), (read) =>
    whenThere(dispatching.limitRate(route.id, read), () => {
      const handler = handlerOf(dispatching, route);
      // Calls of back ends are few and log more than one line; bytes are too many to pay for a scope.
      return route.room === 'api' ? inTrace(traceIdOf(span.context), () => handler(read)) : handler(read);
    }),
  );
}
