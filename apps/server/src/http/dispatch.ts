import { type Room, type Route, type RouteId, routeList } from '@sluice/contract';
import type { Identify } from '../features/identity/index.ts';
import { traceIdOf } from '../platform/trace-context.ts';
import { inTrace } from '../platform/trace-scope.ts';
import type { HttpAnswer, HttpRequest, RouteHandler } from '../ports/http-exchange.ts';
import { SluiceError } from '../ports/sluice-error.ts';
import { corsHeaders, withCors } from './cors.ts';
import { errorAnswer } from './error-answer.ts';
import { type Exchange, hasLeft } from './exchange.ts';
import { createRouteTable, findRoute, rawPathOf } from './find-route.ts';
import type { HandlerTable } from './handler-table.ts';
import { fieldLinesOf, hasBody, headersOf, readHttpRequest } from './http-request.ts';
import { listedOriginFields } from './listed-origins.ts';
import { type FieldLines, fieldLines } from './response-fields.ts';
import type { RunningAnswers } from './running-answers.ts';
import { securityHeaders } from './security-headers.ts';
import { sendAnswer } from './send-answer.ts';
import { answerWrongMethod } from './wrong-method.ts';

type Row = Route & { readonly id: RouteId };

export interface Dispatching {
  readonly rooms: ReadonlySet<Room>;
  /** Of the rooms at least. */
  readonly handlers: Partial<HandlerTable>;
  readonly checkApiKey: (given: string | undefined) => void;
  /** Of the header `Authorization`, on the routes for edges. */
  readonly checkEdgeSecret: (given: string | undefined) => void;
  /** Of all field lines `Authorization`, on the routes of users. */
  readonly identify: Identify;
  /** Whose pages may call routes with `cors: 'listed'`. */
  readonly listedOrigins: ReadonlySet<string>;
  /** Null for a route without a limit. */
  readonly limitRate: (id: RouteId, request: HttpRequest) => Promise<void> | null;
  readonly runningAnswers: RunningAnswers;
  /** Told of every error that is a fault of ours, before it is answered with a plain 500. */
  readonly reportFault: (error: unknown, exchange: Exchange) => void;
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

const identify = ({ identify: ask }: Dispatching, { request, requestId: id, clientAddress: remoteAddress }: Exchange) =>
  ask(fieldLinesOf(request, 'authorization'), { id, remoteAddress, headers: headersOf(request) });

async function runRoute(dispatching: Dispatching, route: Row, params: HttpRequest['params'], exchange: Exchange) {
  const { request, requestId: id, span, rawTarget, clientAddress: remoteAddress } = exchange;
  if (route.permission === 'api-key') dispatching.checkApiKey(headersOf(request)['x-api-key']);
  if (route.permission === 'edge') dispatching.checkEdgeSecret(headersOf(request).authorization);
  const known = { id, trace: span.context, rawTarget, params, remoteAddress };
  const reading = readHttpRequest(
    request,
    route,
    route.permission === 'user' ? { ...known, caller: await identify(dispatching, exchange) } : known,
  );
  const read = reading instanceof Promise ? await reading : reading;
  const limiting = dispatching.limitRate(route.id, read);
  if (limiting !== null) await limiting;
  const handler = handlerOf(dispatching, route);
  // Calls of back ends are few and log more than one line; bytes are too many to pay for a scope.
  return route.room === 'api' ? inTrace(traceIdOf(span.context), () => handler(read)) : handler(read);
}

function refusalOf(dispatching: Dispatching, error: unknown, exchange: Exchange): SluiceError {
  if (error instanceof SluiceError && error.status < 500) return error;
  dispatching.reportFault(error, exchange);
  if (error instanceof SluiceError) return error;
  return new SluiceError('http/internal-error', { status: 500, message: 'Internal Server Error' });
}

const plainFields: FieldLines = fieldLines(securityHeaders);
const openFields: FieldLines = fieldLines({ ...securityHeaders, ...corsHeaders });

/** The answer with the fields of CORS that are not the same for every origin. */
function nameOrigin({ listedOrigins }: Dispatching, answer: HttpAnswer, cors: Route['cors'], origin?: string) {
  if (cors === 'with-cookies') return withCors(answer, cors, origin);
  if (cors !== 'listed') return answer;
  return { ...answer, headers: { ...answer.headers, ...listedOriginFields(listedOrigins, origin) } };
}

/** Sends an answer with the fields of CORS: put together once where they are the same for every origin. */
function sendTo(
  dispatching: Dispatching,
  exchange: Exchange,
  answer: HttpAnswer,
  cors: Route['cors'],
): Promise<void> | undefined {
  const { request } = exchange;
  const baseFields = cors === true ? openFields : plainFields;
  const named = nameOrigin(dispatching, answer, cors, request.headers.origin);
  return sendAnswer({ exchange, baseFields, requestHeaders: headersOf(request) }, named);
}

function refuse(
  dispatching: Dispatching,
  exchange: Exchange,
  route: Manners,
  refusal: SluiceError,
): Promise<void> | undefined {
  const { request, requestId } = exchange;
  // What is left of an unread body is not worth reading: the connection ends with this answer.
  if (hasBody(request) && !request.readableEnded) exchange.isLast = true;
  return sendTo(dispatching, exchange, errorAnswer(route.family, refusal, requestId), corsOnRefusal(route));
}

/** Sends the answer of a route. What can be taken back is watched as long as bytes of it are on their way. */
async function send(dispatching: Dispatching, exchange: Exchange, answer: HttpAnswer, cors: Route['cors']) {
  const { runningAnswers } = dispatching;
  const { response } = exchange;
  if (answer.onClose !== undefined) exchange.onClose = answer.onClose;
  const sending = sendTo(dispatching, exchange, answer, cors);
  if (answer.isWithdrawn !== undefined && !hasLeft(response)) runningAnswers.watch(response, answer.isWithdrawn);
  if (sending !== undefined) await sending;
}

/**
 * Answers one request: finds its row by the target exactly as received, checks what the row asks for, runs the handler.
 * Matching the raw target ourselves means that nothing decodes a path twice between the decision and the bytes.
 */
export function createDispatch(dispatching: Dispatching): (exchange: Exchange) => Promise<void> {
  const rows = routeList.filter((route) => dispatching.rooms.has(route.room));
  // Told at the start and not by the first request.
  for (const row of rows) handlerOf(dispatching, row);
  const table = createRouteTable(rows);

  return async function dispatch(exchange) {
    const { method = '' } = exchange.request;
    const search = findRoute(table, method, rawPathOf(exchange.rawTarget));
    if (search.found === 'nothing') {
      return refuse(
        dispatching,
        exchange,
        nowhere,
        new SluiceError('http/not-found', { status: 404, message: 'Not Found' }),
      );
    }
    const { route } = search;
    exchange.route = route.path;
    try {
      if (search.found === 'route') {
        const answer = await runRoute(dispatching, route, search.params, exchange);
        await send(dispatching, exchange, answer, route.cors);
      } else {
        const { origin } = exchange.request.headers;
        await send(
          dispatching,
          exchange,
          answerWrongMethod(method, search.methods, route, origin, dispatching.listedOrigins),
          false,
        );
      }
    } catch (error) {
      // Once the head is out, all that can be told is that the answer was broken off.
      if (exchange.response.headersSent) throw error;
      return refuse(dispatching, exchange, route, refusalOf(dispatching, error, exchange));
    }
  };
}
