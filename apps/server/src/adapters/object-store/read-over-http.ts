import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { PatientAgents } from './patient-agents.ts';

/** A GET that failed with an answer; `name` and status as the SDK's errors have them. */
export class ReadFailure extends Error {
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(status: number, name: string) {
    super(`the store answered ${status}`);
    this.name = name;
    this.$metadata = { httpStatusCode: status };
  }
}

/** A URL that may be read, by its own signature or by headers. */
export interface ReadTarget {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Reads over connections that are kept open; resolves at the answer's head, status 200 or 206. */
export type ReadOverHttp = (target: ReadTarget, range: string | undefined) => Promise<IncomingMessage>;

const ERROR_BODY_BYTES = 4096;

/**
 * The hot path: a signed URL on Node's own client costs a quarter of the processor time of the SDK's read.
 * Silence of the store for `timeoutMs`, before or within an answer, ends it.
 */
export function createReadOverHttp(agents: PatientAgents, timeoutMs: number): ReadOverHttp {
  function send(target: ReadTarget, range: string | undefined, isRetry: boolean): Promise<IncomingMessage> {
    const { url } = target;
    const isPlain = url.startsWith('http:');
    const headers = { ...target.headers, ...(range === undefined ? {} : { range }) };
    return new Promise((resolve, reject) => {
      const options = { agent: isPlain ? agents.http : agents.https, headers, timeout: timeoutMs };
      const request = isPlain ? requestHttp(url, options) : requestHttps(url, options);
      let answer: IncomingMessage | undefined;
      request.once('response', (head: IncomingMessage) => {
        answer = head;
        resolve(head);
      });
      request.on('timeout', () => {
        // Bytes that wait to be read: it is our reader who pauses, not the store.
        if (answer !== undefined && answer.readableLength > 0) request.setTimeout(timeoutMs);
        else request.destroy(new Error('the store was silent for too long'));
      });
      request.once('error', (error) => {
        // A kept connection may have been closed by the server just now; that says nothing about the object.
        if (request.reusedSocket && !isRetry) send(target, range, true).then(resolve, reject);
        else reject(error);
      });
      request.end();
    });
  }

  return async (target, range) => {
    const answer = await send(target, range, false);
    const status = answer.statusCode ?? 0;
    if (status === (range === undefined ? 200 : 206)) {
      if (answer.headers['content-length'] !== undefined) return answer;
      // Nobody could tell a body that was cut off from a whole one.
      answer.destroy();
      throw new Error('the store did not tell the length of its answer');
    }
    throw new ReadFailure(status, await errorName(answer));
  };
}

/** `<Error><Code>NoSuchBucket</Code>…` */
async function errorName(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of answer) {
    if (text.length < ERROR_BODY_BYTES) text += String(chunk);
  }
  return /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? 'Error';
}

/** All of an answer's body. */
export async function readWhole(body: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk as Uint8Array);
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}
