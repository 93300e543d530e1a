import { pipeline } from 'node:stream/promises';
import type { ByteObject, HttpAnswer } from '../ports/http-exchange.ts';
import type { ByteRange } from '../ports/object-store.ts';
import { decideByteResponse } from './byte-response.ts';
import type { Exchange } from './exchange.ts';
import { type FieldLines, type Fields, fieldLines, setField, setFields } from './response-fields.ts';

/** Up to this size one read beats a stream by an order of magnitude in CPU time. */
const MAX_BUFFERED_BYTES = 2 * 1024 * 1024;
/** Up to this size a body is cheapest as text: Node.js then sends it in one piece with the head. */
const MAX_TEXT_BYTES = 8 * 1024;

/** An answer's place: where it goes, and the fields that every answer there has. */
export interface Outgoing {
  readonly exchange: Exchange;
  readonly baseFields: FieldLines;
  readonly requestHeaders: Readonly<Record<string, string | undefined>>;
}

const noBytes = new Uint8Array();

const isHead = ({ exchange }: Outgoing): boolean => exchange.request.method === 'HEAD';

/** Fields of the answer, over those that every answer has. */
function linesOf({ exchange, baseFields }: Outgoing, fields: Fields | undefined): string[] {
  const lines = [...baseFields, 'x-request-id', exchange.requestId, 'x-trace-id', exchange.traceId];
  if (fields !== undefined) setFields(lines, fields);
  if (exchange.isLast) setField(lines, 'connection', 'close');
  return lines;
}

/** Sends an answer whose bytes are all there. */
function sendBytes(outgoing: Outgoing, status: number, lines: string[], bytes: Uint8Array): void {
  const { response } = outgoing.exchange;
  response.writeHead(status, lines);
  if (isHead(outgoing)) {
    response.end();
    return;
  }
  outgoing.exchange.bodyBytes = bytes.byteLength;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.byteLength <= MAX_TEXT_BYTES) response.end(buffer.toString('latin1'), 'latin1');
  else response.end(buffer);
}

function sendEmpty({ exchange }: Outgoing, status: number, lines: string[]): void {
  // A length is wrong where there never is a body (RFC 9110 §8.6).
  if (status !== 204 && status !== 304 && exchange.request.method !== 'HEAD') setField(lines, 'content-length', '0');
  exchange.response.writeHead(status, lines).end();
}

/** Sends what has to be read first. Nothing is written before the first byte is there, so a failure can be told. */
async function sendFromStore(
  outgoing: Outgoing,
  object: ByteObject,
  { status, lines, range, length }: { status: number; lines: string[]; range: ByteRange | undefined; length: number },
): Promise<void> {
  if (length <= MAX_BUFFERED_BYTES || object.readStream === undefined) {
    sendBytes(outgoing, status, lines, await object.readBytes(range));
    return;
  }
  const stream = await object.readStream(range);
  const { exchange } = outgoing;
  exchange.bodyBytes = length;
  exchange.response.writeHead(status, lines);
  await pipeline(stream, exchange.response);
}

const cut = (bytes: Uint8Array, range: ByteRange | undefined): Uint8Array =>
  range === undefined ? bytes : bytes.subarray(range.first, range.last + 1);

/** Fields of every answer about one object, kept as long as the object is. */
const fieldsOfObject = new WeakMap<ByteObject, FieldLines>();

function validators(object: ByteObject): FieldLines {
  const known = fieldsOfObject.get(object);
  if (known !== undefined) return known;
  const { etag, lastModified } = object;
  const lines = fieldLines({
    etag: `"${etag}"`,
    'accept-ranges': 'bytes',
    ...(lastModified === undefined ? {} : { 'last-modified': lastModified.toUTCString() }),
  });
  fieldsOfObject.set(object, lines);
  return lines;
}

function sendObject(outgoing: Outgoing, object: ByteObject, fields: HttpAnswer['headers']): Promise<void> | undefined {
  const response = decideByteResponse(outgoing.requestHeaders, object);
  const lines = linesOf(outgoing, fields);
  lines.push(...validators(object));
  const { status } = response;
  if (status === 304) {
    sendEmpty(outgoing, status, lines);
    return undefined;
  }
  setField(lines, 'content-type', object.contentType);
  if (status === 416) {
    setFields(lines, { 'content-range': response.contentRange, 'cache-control': 'no-store' });
    sendEmpty(outgoing, status, lines);
    return undefined;
  }
  const { range, length } = response;
  if (response.contentRange !== undefined) lines.push('content-range', response.contentRange);
  lines.push('content-length', String(length));
  if (object.bytes === undefined && !isHead(outgoing)) {
    return sendFromStore(outgoing, object, { status, lines, range, length });
  }
  sendBytes(outgoing, status, lines, cut(object.bytes ?? noBytes, range));
  return undefined;
}

function sendText(outgoing: Outgoing, { status, headers }: HttpAnswer, text: string, contentType: string): void {
  const bytes = Buffer.from(text);
  const lines = linesOf(outgoing, headers);
  if (headers?.['content-type'] === undefined) lines.push('content-type', contentType);
  setField(lines, 'content-length', String(bytes.byteLength));
  sendBytes(outgoing, status, lines, bytes);
}

/** Writes an answer, at once where its bytes are at hand; otherwise resolves when it is written. */
export function sendAnswer(outgoing: Outgoing, answer: HttpAnswer): Promise<void> | undefined {
  const { body, status, headers } = answer;
  switch (body.kind) {
    case 'empty':
      sendEmpty(outgoing, status, linesOf(outgoing, headers));
      return undefined;
    case 'text':
      sendText(outgoing, answer, body.text, body.contentType ?? 'text/plain; charset=UTF-8');
      return undefined;
    case 'json':
      sendText(outgoing, answer, `${JSON.stringify(body.value)}\n`, 'application/json');
      return undefined;
    case 'object':
      return sendObject(outgoing, body.object, headers);
  }
}
