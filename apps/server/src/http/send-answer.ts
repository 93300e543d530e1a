import { pipeline } from 'node:stream/promises';
import { traceIdOf } from '../platform/trace-context.ts';
import { type ByteObject, type HttpAnswer, noStore } from '../ports/http-exchange.ts';
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
  const lines = [...baseFields, 'x-request-id', exchange.requestId, 'x-trace-id', traceIdOf(exchange.span.context)];
  if (fields !== undefined) setFields(lines, fields);
  if (exchange.isLast) setField(lines, 'connection', 'close');
  return lines;
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const asLatin1 = (bytes: Uint8Array): string => asBuffer(bytes).toString('latin1');

/** Sends an answer whose bytes are all there; a text has a character for each byte. */
function sendWhole(outgoing: Outgoing, status: number, lines: string[], body: Buffer | string): void {
  const { exchange } = outgoing;
  exchange.response.writeHead(status, lines);
  if (isHead(outgoing)) {
    exchange.response.end();
    return;
  }
  exchange.bodyBytes = body.length;
  exchange.response.end(body, 'latin1');
}

const sendBytes = (outgoing: Outgoing, status: number, lines: string[], bytes: Uint8Array): void =>
  sendWhole(outgoing, status, lines, bytes.byteLength <= MAX_TEXT_BYTES ? asLatin1(bytes) : asBuffer(bytes));

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

/** What answers about one object have in common. */
interface ObjectAnswer {
  /** Validators. */
  readonly lines: FieldLines;
  /** All that an answer with the whole of it says about it. */
  readonly wholeLines: FieldLines;
  /** All of it as Latin-1, where it is in memory and short. */
  readonly text: string | null;
}

/** Kept as long as the object is. */
const objectAnswers = new WeakMap<ByteObject, ObjectAnswer>();

function answerOf(object: ByteObject): ObjectAnswer {
  const known = objectAnswers.get(object);
  if (known !== undefined) return known;
  const { etag, lastModified, bytes } = object;
  const lines = fieldLines({
    etag: `"${etag}"`,
    'accept-ranges': 'bytes',
    ...(lastModified === undefined ? {} : { 'last-modified': lastModified.toUTCString() }),
  });
  const text = bytes === undefined || bytes.byteLength > MAX_TEXT_BYTES ? null : asLatin1(bytes);
  const wholeLines = [...lines, 'content-type', object.contentType, 'content-length', String(object.size)];
  const made = { lines, wholeLines, text };
  objectAnswers.set(object, made);
  return made;
}

function sendObject(
  outgoing: Outgoing,
  { object, isWhole = false }: Extract<HttpAnswer['body'], { kind: 'object' }>,
  fields: HttpAnswer['headers'],
): Promise<void> | undefined {
  const response = decideByteResponse(outgoing.requestHeaders, object, isWhole);
  const lines = linesOf(outgoing, fields);
  const { lines: validators, wholeLines, text } = answerOf(object);
  const { status } = response;
  if (status === 200 && object.bytes !== undefined) {
    lines.push(...wholeLines);
    if (text === null) sendBytes(outgoing, status, lines, object.bytes);
    else sendWhole(outgoing, status, lines, text);
    return undefined;
  }
  lines.push(...validators);
  if (status === 304 || status === 412) {
    if (status === 412) setFields(lines, noStore);
    sendEmpty(outgoing, status, lines);
    return undefined;
  }
  lines.push('content-type', object.contentType);
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

/** Resolves when the last byte is written, or nobody reads on. */
async function sendStream(
  outgoing: Outgoing,
  { status, headers }: HttpAnswer,
  { contentType, open }: Extract<HttpAnswer['body'], { kind: 'stream' }>,
): Promise<void> {
  const lines = linesOf(outgoing, headers);
  setField(lines, 'content-type', contentType);
  const { response } = outgoing.exchange;
  response.writeHead(status, lines);
  if (isHead(outgoing)) {
    response.end();
    return;
  }
  // An event is read long before the next one comes: what is there goes out.
  response.flushHeaders();
  await pipeline(open(), response);
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
    case 'stream':
      return sendStream(outgoing, answer, body);
    case 'object':
      return sendObject(outgoing, body, headers);
  }
}
