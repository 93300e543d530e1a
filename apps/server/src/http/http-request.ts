import type { Route } from '@sluice/contract';
import type { FastifyRequest } from 'fastify';
import type { HttpRequest } from '../ports/http-exchange.ts';
import { readBody } from './read-body.ts';

const noBody = new Uint8Array();

/** Header fields as features see them. */
export const headersOf = ({ headers }: FastifyRequest): HttpRequest['headers'] =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );

/** Whether the client announced a body. */
export const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

/** The request as its handler sees it. The body of a JSON route is read; any other is left to the handler. */
export async function readHttpRequest(
  request: FastifyRequest,
  route: Route,
  known: Pick<HttpRequest, 'id' | 'trace' | 'rawTarget' | 'params'>,
): Promise<HttpRequest> {
  const isJson = route.body?.contentType === 'application/json';
  return {
    ...known,
    method: route.method,
    headers: headersOf(request),
    remoteAddress: request.socket.remoteAddress ?? '',
    bodyBytes: isJson ? await readBody(request.raw) : noBody,
    bodyStream: request.raw,
  };
}
