import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { Cidr } from '@sluice/access';
import { SluiceError } from '../../ports/sluice-error.ts';
import { limitBytes } from '../limit-bytes.ts';
import { type AddressCheck, addressRefused, createAddressCheck, createCheckedLookup } from './checked-lookup.ts';

export interface OutgoingRequest {
  /** `http` or `https`, without a name or password in it. */
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** For the whole of it, from the name's resolution to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
}

export interface OutgoingAnswer {
  readonly status: number;
  readonly bytes: Uint8Array;
}

/**
 * Calls a host outside. A redirect is an answer like any other: it is not followed.
 * @throws {SluiceError} `outgoing/url-refused`, `outgoing/address-refused`, `outgoing/timed-out`,
 * `outgoing/answer-too-large`, `outgoing/unreachable`.
 */
export type SafeFetch = (request: OutgoingRequest) => Promise<OutgoingAnswer>;

const failure = (code: string, message: string, cause?: unknown): SluiceError =>
  new SluiceError(`outgoing/${code}`, { status: 502, message, cause });

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  if (!isPlain) throw failure('url-refused', 'Only http and https addresses without a password can be called.');
  return url;
}

/** A host that is an address is never looked up, so it is checked here. */
function checkLiteral({ hostname }: URL, isAllowed: AddressCheck): void {
  const address = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) !== 0 && !isAllowed(address)) throw addressRefused();
}

async function readAnswer(message: IncomingMessage, maxBytes: number): Promise<OutgoingAnswer> {
  const onExceeded = (): Error => failure('answer-too-large', `The answer is longer than ${maxBytes} bytes.`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of limitBytes(message, { maxBytes, onExceeded })) chunks.push(chunk);
  return { status: message.statusCode ?? 0, bytes: Buffer.concat(chunks) };
}

/** `privateNetworks`: what may be called besides hosts on the internet. Every call has a connection of its own. */
export function createSafeFetch(privateNetworks: readonly Cidr[]): SafeFetch {
  const isAllowed = createAddressCheck(privateNetworks);
  const lookup = createCheckedLookup(isAllowed);
  return async ({ url: text, method, headers, body = new Uint8Array(), timeoutMs, maxAnswerBytes }) => {
    const url = readUrl(text);
    checkLiteral(url, isAllowed);
    const signal = AbortSignal.timeout(timeoutMs);
    const start = url.protocol === 'https:' ? requestHttps : requestHttp;
    const length = method === 'GET' ? {} : { 'content-length': String(body.byteLength) };
    const call = start(url, { method, headers: { ...headers, ...length }, lookup, signal, agent: false });
    try {
      const message = await new Promise<IncomingMessage>((resolve, reject) => {
        call.once('response', resolve);
        call.on('error', reject);
        call.end(body);
      });
      return await readAnswer(message, maxAnswerBytes);
    } catch (error) {
      if (error instanceof SluiceError) throw error;
      if (signal.aborted) throw failure('timed-out', `There was no whole answer within ${timeoutMs} ms.`);
      throw failure('unreachable', 'The host could not be reached.', error);
    } finally {
      call.destroy();
    }
  };
}
