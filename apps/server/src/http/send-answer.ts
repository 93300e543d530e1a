import type { FastifyReply } from 'fastify';
import type { ByteObject, HttpAnswer } from '../ports/http-exchange.ts';
import { decideByteResponse } from './byte-response.ts';

/** Up to this size one read beats a stream by an order of magnitude in CPU time. */
const MAX_BUFFERED_BYTES = 2 * 1024 * 1024;

/** What an answer may have set before it failed. */
const ANSWER_HEADERS = [
  'accept-ranges',
  'cache-control',
  'content-length',
  'content-range',
  'content-type',
  'etag',
  'last-modified',
  'vary',
];

/** Takes back what an answer that failed has written on the reply, and these headers besides. */
export function clearAnswer(reply: FastifyReply, names: readonly string[]): void {
  for (const name of [...ANSWER_HEADERS, ...names]) reply.removeHeader(name);
}

interface Outgoing {
  readonly isHead: boolean;
  readonly requestHeaders: Readonly<Record<string, string | undefined>>;
}

async function sendObject(
  reply: FastifyReply,
  object: ByteObject,
  { isHead, requestHeaders }: Outgoing,
): Promise<FastifyReply> {
  const response = decideByteResponse(requestHeaders, object);
  reply.headers({ etag: `"${object.etag}"`, 'accept-ranges': 'bytes' });
  if (object.lastModified !== undefined) reply.header('last-modified', object.lastModified.toUTCString());
  reply.code(response.status);
  if (response.status === 304) return reply.send();
  reply.header('content-type', object.contentType);
  if (response.status === 416) {
    return reply.headers({ 'content-range': response.contentRange, 'cache-control': 'no-store' }).send();
  }
  if (response.contentRange !== undefined) reply.header('content-range', response.contentRange);
  reply.header('content-length', response.length);
  if (isHead) return reply.send();
  if (response.length > MAX_BUFFERED_BYTES && object.readStream !== undefined) {
    return reply.send(await object.readStream(response.range));
  }
  const bytes = await object.readBytes(response.range);
  return reply.send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

/** As bytes: Fastify would add a charset to the media type of a string. */
function sendText(reply: FastifyReply, text: string, contentType: string, isHead: boolean): FastifyReply {
  const bytes = Buffer.from(text);
  if (!reply.hasHeader('content-type')) reply.header('content-type', contentType);
  reply.header('content-length', bytes.byteLength);
  return isHead ? reply.send() : reply.send(bytes);
}

/** Writes an answer. Headers that are already on the reply stay unless the answer names them. */
export async function sendAnswer(reply: FastifyReply, answer: HttpAnswer, outgoing: Outgoing): Promise<FastifyReply> {
  const { body } = answer;
  reply.code(answer.status).headers(answer.headers ?? {});
  switch (body.kind) {
    case 'empty':
      return reply.send();
    case 'text':
      return sendText(reply, body.text, body.contentType ?? 'text/plain; charset=UTF-8', outgoing.isHead);
    case 'json':
      return sendText(reply, `${JSON.stringify(body.value)}\n`, 'application/json', outgoing.isHead);
    case 'stream':
      reply.header('content-type', body.contentType);
      return outgoing.isHead ? reply.send() : reply.send(body.open());
    case 'object':
      return sendObject(reply, body.object, outgoing);
  }
}
