import type { Room, Route, RouteId } from '@sluice/contract';
import type { Identify } from '../features/identity/index.ts';
import type { IdentifyAccount, IdentifyUploader } from '../features/storage/index.ts';
import { traceIdOf } from '../platform/trace-context.ts';
import { inTrace } from '../platform/trace-scope.ts';
import { type Awaitable, whenThere } from '../ports/awaitable.ts';
import type { AccountCall, HttpAnswer, HttpRequest, RouteHandler } from '../ports/http-exchange.ts';
import { readAccountFields } from './account-fields.ts';
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
  /** Of the credentials of a storage account, on the routes of those. */
  readonly identifyAccount: IdentifyAccount;
  /** Of all field lines `Authorization`, on the routes of uploads. */
  readonly identifyUploader: IdentifyUploader;
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

async function accountCallOf(
  { identifyAccount, identifyUploader }: Dispatching,
  route: Row,
  { request, clientAddress }: Exchange,
): Promise<AccountCall> {
  const authorization = fieldLinesOf(request, 'authorization');
  if (route.permission === 'upload' && authorization.length > 0) return identifyUploader(authorization);
  const { credentials, fields } = readAccountFields(route, (name) => fieldLinesOf(request, name));
  return { account: await identifyAccount(credentials, clientAddress), fields };
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
  if (route.permission === 'account' || route.permission === 'upload') {
    return accountCallOf(dispatching, route, exchange).then((accountCall) =>
      readHttpRequest(request, route, { ...known, accountCall }),
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
