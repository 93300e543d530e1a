import { operatorGrant } from '@sluice/access';
import type { Room, Route, RouteId } from '@sluice/contract';
import { linkedJobOf } from '../features/access/index.ts';
import type { CheckAccessToken, Identify } from '../features/identity/index.ts';
import type { IdentifyAccount, IdentifyUploader } from '../features/storage/index.ts';
import { traceIdOf } from '../platform/trace-context.ts';
import { inTrace } from '../platform/trace-scope.ts';
import { type Awaitable, whenThere } from '../ports/awaitable.ts';
import type { AccountCall, HttpAnswer, HttpRequest, RouteHandler, TokenPermission } from '../ports/http-exchange.ts';
import { readAccountFields } from './account-fields.ts';
import type { Exchange } from './exchange.ts';
import type { HandlerTable } from './handler-table.ts';
import { fieldLinesOf, headersOf, readHttpRequest } from './http-request.ts';
import type { ComesOverHttps } from './require-https.ts';
import type { RunningAnswers } from './running-answers.ts';

/** A row of the contract with its name. */
export type Row = Route & { readonly id: RouteId };

/** What requests are answered with. */
export interface Dispatching {
  readonly rooms: ReadonlySet<Room>;
  /** Of the rooms at least. */
  readonly handlers: Partial<HandlerTable>;
  readonly checkApiKey: (given: string | undefined) => void;
  readonly comesOverHttps: ComesOverHttps;
  /** Of the header `Authorization`, on the routes for edges. */
  readonly checkEdgeSecret: (given: string | undefined) => void;
  /** Of all field lines `Authorization`, on the routes of users. */
  readonly identify: Identify;
  /** Of the credentials of a storage account, on the routes of those. */
  readonly identifyAccount: IdentifyAccount;
  /** Of all field lines `Authorization`, on the routes of uploads. */
  readonly identifyUploader: IdentifyUploader;
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

/** What is known of a caller. */
type Known = Pick<HttpRequest, 'caller' | 'grant' | 'accountCall' | 'accessToken'>;

/** What an access token has to be good for; null where it is enough to be one. */
function neededPermission({ method, ...route }: Row): TokenPermission | null {
  if (route.permission !== 'access-token' || route.scope === 'any') return null;
  return `${route.scope}:${method === 'GET' ? 'read' : 'write'}`;
}

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

const nobody: Known = {};
const operator: Known = { grant: operatorGrant };

function identifyUser(
  { identify }: Dispatching,
  { request, requestId: id, clientAddress: remoteAddress }: Exchange,
): Promise<Known> {
  const asked = { id, remoteAddress, headers: headersOf(request) };
  return identify(fieldLinesOf(request, 'authorization'), asked).then((caller) => ({ caller, grant: caller.grant }));
}

/** Checks what the row asks of its caller. */
function know(dispatching: Dispatching, route: Row, exchange: Exchange): Awaitable<Known> {
  const { 'x-api-key': apiKey, authorization } = headersOf(exchange.request);
  switch (route.permission) {
    case 'api-key':
      dispatching.checkApiKey(apiKey);
      return operator;
    case 'api-key-or-user':
      // Who shows neither is told of the key, as ever.
      if ((apiKey ?? '') === '' && authorization !== undefined) return identifyUser(dispatching, exchange);
      dispatching.checkApiKey(apiKey);
      return operator;
    case 'link-or-user':
      return linkedJobOf(exchange.rawTarget) === null ? identifyUser(dispatching, exchange) : nobody;
    case 'user':
      return identifyUser(dispatching, exchange);
    case 'account':
    case 'upload':
      return accountCallOf(dispatching, route, exchange).then((accountCall) => ({ accountCall }));
    case 'access-token':
      return dispatching
        .checkAccessToken(fieldLinesOf(exchange.request, 'authorization'), neededPermission(route), route.method)
        .then((accessToken) => ({ accessToken }));
    case 'edge':
      dispatching.checkEdgeSecret(authorization);
      return nobody;
    default:
      return nobody;
  }
}

/** Checks what the row asks of its caller, reads the request and has it answered. */
export function runRoute(
  dispatching: Dispatching,
  route: Row,
  params: HttpRequest['params'],
  exchange: Exchange,
): Awaitable<HttpAnswer> {
  const { request, requestId: id, span, rawTarget, clientAddress: remoteAddress } = exchange;
  const asked = { id, trace: span.context, rawTarget, params, remoteAddress };
  const reading = whenThere(know(dispatching, route, exchange), (known) =>
    readHttpRequest(request, route, { ...asked, ...known }),
  );
  return whenThere(reading, (read) =>
    whenThere(dispatching.limitRate(route.id, read), () => {
      const handler = handlerOf(dispatching, route);
      // Calls of back ends are few and log more than one line; bytes are too many to pay for a scope.
      return route.room === 'api' ? inTrace(traceIdOf(span.context), () => handler(read)) : handler(read);
    }),
  );
}
