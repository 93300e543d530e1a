import type { IncomingMessage } from 'node:http';
import type { Route } from '@sluice/contract';
import type { HttpRequest } from '../ports/http-exchange.ts';
import { readBody } from './read-body.ts';

const noBytes = new Uint8Array();

/** The stream of a request without a body is closed before anybody can read its end. */
const noBody: AsyncIterable<Uint8Array> = { async *[Symbol.asyncIterator]() {} };

/** Header fields as features see them. Node.js has joined what came several times, but for this one. */
export function headersOf({ headers }: IncomingMessage): HttpRequest['headers'] {
  const { 'set-cookie': cookies } = headers;
  return (cookies === undefined ? headers : { ...headers, 'set-cookie': cookies.join(', ') }) as HttpRequest['headers'];
}

/** The values of every field line with this name, in lower case: Node.js shows only the first of some. */
export function fieldLinesOf({ rawHeaders }: IncomingMessage, name: string): readonly string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}

/** Whether the client announced a body. */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

/** The request as its handler sees it. The body of a JSON route is read; any other is left to the handler. */
export function readHttpRequest(
  request: IncomingMessage,
  route: Route,
  known: Pick<
    HttpRequest,
    'id' | 'trace' | 'rawTarget' | 'params' | 'remoteAddress' | 'caller' | 'accountCall' | 'accessToken' | 'grant'
  >,
): HttpRequest | Promise<HttpRequest> {
  const isBodyAnnounced = hasBody(request);
  const read = {
    ...known,
    method: route.method,
    isHead: request.method === 'HEAD',
    headers: headersOf(request),
    bodyBytes: noBytes,
    bodyStream: isBodyAnnounced ? request : noBody,
  };
  if (!isBodyAnnounced || route.body?.contentType !== 'application/json') return read;
  return readBody(request, route.body.maxBytes).then((bodyBytes) => ({ ...read, bodyBytes }));
}
