import { type Route, routeList } from '@sluice/contract';
import { type Awaitable, recovering, whenThere } from '../ports/awaitable.ts';
import type { HttpAnswer } from '../ports/http-exchange.ts';
import { SluiceError } from '../ports/sluice-error.ts';
import { corsFields } from './cors.ts';
import { errorAnswer } from './error-answer.ts';
import { type Exchange, hasLeft } from './exchange.ts';
import { createRouteTable, findRoute, type RouteSearch, rawPathOf } from './find-route.ts';
import { hasBody, headersOf } from './http-request.ts';
import { listedOriginFields } from './listed-origins.ts';
import { type FieldLines, fieldLines } from './response-fields.ts';
import { type Dispatching, handlerOf, type Row, runRoute } from './run-route.ts';
import { securityHeaders } from './security-headers.ts';
import { sendAnswer } from './send-answer.ts';
import { answerWrongMethod } from './wrong-method.ts';

type Manners = Pick<Route, 'family' | 'cors'>;

/** Vylux contract §6.1: refusals of `/stream` carry no CORS header; every other media refusal must be readable. */
const corsOnRefusal = ({ cors, family }: Manners): Route['cors'] => (family === 'media' ? false : cors);

/** Clients of the video API read the errors of its form alone, also where it has no such route. */
const nowhere = (rawPath: string): Manners => ({
  family: /^\/(video|system)\/v1(\/|$)/.test(rawPath) ? 'video' : 'media',
  cors: false,
});

function refusalOf(dispatching: Dispatching, error: unknown, exchange: Exchange): SluiceError {
  if (error instanceof SluiceError && error.status < 500) return error;
  dispatching.reportFault(error, exchange);
  if (error instanceof SluiceError) return error;
  return new SluiceError('http/internal-error', { status: 500, message: 'Internal Server Error' });
}

const linesFor = (cors: Route['cors'], origin?: string): FieldLines =>
  fieldLines({ ...securityHeaders, ...corsFields(cors, origin) });

/** Where no origin is named, put together once. */
const anonymousLines = new Map<Route['cors'], FieldLines>(
  ([false, true, 'listed', 'with-cookies', 'uploads'] as const).map((cors) => [cors, linesFor(cors)]),
);

/** The fields that every answer of a route has. */
function baseLines(cors: Route['cors'], origin: string | undefined): FieldLines {
  const isNamed = cors === 'with-cookies' && origin !== undefined;
  return (isNamed ? undefined : anonymousLines.get(cors)) ?? linesFor(cors, origin);
}

/** The answer with the origin that asks, where that is one of the list. */
function nameListed({ listedOrigins }: Dispatching, answer: HttpAnswer, cors: Route['cors'], origin?: string) {
  if (cors !== 'listed') return answer;
  return { ...answer, headers: { ...answer.headers, ...listedOriginFields(listedOrigins, origin) } };
}

function sendTo(
  dispatching: Dispatching,
  exchange: Exchange,
  answer: HttpAnswer,
  cors: Route['cors'],
): Promise<void> | undefined {
  const { request } = exchange;
  const { origin } = request.headers;
  const outgoing = { exchange, baseFields: baseLines(cors, origin), requestHeaders: headersOf(request) };
  return sendAnswer(outgoing, nameListed(dispatching, answer, cors, origin));
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
function send(
  dispatching: Dispatching,
  exchange: Exchange,
  answer: HttpAnswer,
  cors: Route['cors'],
): Promise<void> | undefined {
  exchange.answer = answer;
  const sending = sendTo(dispatching, exchange, answer, cors);
  if (!hasLeft(exchange.response)) dispatching.runningAnswers.watch(exchange.response, answer);
  return sending;
}

/** Health is asked from inside, where there is no proxy. */
function requireHttps({ comesOverHttps }: Dispatching, { request }: Exchange, { room }: Row): void {
  const proto = headersOf(request)['x-forwarded-proto'];
  if (room === 'health' || comesOverHttps(request.socket.remoteAddress ?? '', proto)) return;
  throw new SluiceError('http/https-required', {
    status: 403,
    message: 'This server is reached over HTTPS alone: ask again with https:// in the address.',
  });
}

function answerRow(
  dispatching: Dispatching,
  exchange: Exchange,
  search: Exclude<RouteSearch<Row>, { readonly found: 'nothing' }>,
): Awaitable<void> {
  const { route } = search;
  requireHttps(dispatching, exchange, route);
  if (search.found === 'route') {
    return whenThere(runRoute(dispatching, route, search.params, exchange), (answer) =>
      send(dispatching, exchange, answer, route.cors),
    );
  }
  const { method = '', headers } = exchange.request;
  const wrong = answerWrongMethod(method, search.methods, route, headers.origin, dispatching.listedOrigins);
  return send(dispatching, exchange, wrong, false);
}

/**
 * Answers one request: finds its row by the target exactly as received, checks what the row asks for, runs the handler.
 * Matching the raw target ourselves means that nothing decodes a path twice between the decision and the bytes.
 */
export function createDispatch(dispatching: Dispatching): (exchange: Exchange) => Awaitable<void> {
  const rows = routeList.filter((route) => dispatching.rooms.has(route.room));
  // Told at the start and not by the first request.
  for (const row of rows) handlerOf(dispatching, row);
  const table = createRouteTable(rows);

  return function dispatch(exchange) {
    const { method = '' } = exchange.request;
    const rawPath = rawPathOf(exchange.rawTarget);
    const search = findRoute(table, method, rawPath);
    if (search.found === 'nothing') {
      return refuse(
        dispatching,
        exchange,
        nowhere(rawPath),
        new SluiceError('http/not-found', { status: 404, message: 'Not Found' }),
      );
    }
    const { route } = search;
    exchange.route = route.path;
    return recovering(
      () => answerRow(dispatching, exchange, search),
      (error) => {
        // Once the head is out, all that can be told is that the answer was broken off.
        if (exchange.response.headersSent) throw error;
        return refuse(dispatching, exchange, route, refusalOf(dispatching, error, exchange));
      },
    );
  };
}
