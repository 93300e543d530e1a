import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { createOriginReach } from './origin-reach.ts';

export interface OriginCall {
  readonly method: 'GET' | 'HEAD' | 'POST';
  /** Path and query below the origin's address. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Silence of the origin for so long, before or within the answer, ends the call. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** A call that is made whatever became of the others. */
  readonly isProbe?: boolean;
}

/** Connections to the origin that are kept open, with the secret of edges. Resolves at the head of the answer. */
export interface OriginConnection {
  send(call: OriginCall): Promise<IncomingMessage>;
  stop(): void;
}

/** A process that is alive answers this at once. */
const PROBE_TIMEOUT_MS = 1000;

const silent = (): Error => new Error('the origin was silent for too long');

export function createOriginConnection(address: string, secret: string): OriginConnection {
  const isPlain = address.startsWith('http:');
  const agent = isPlain
    ? new HttpAgent({ keepAlive: true, maxFreeSockets: 64 })
    : new HttpsAgent({ keepAlive: true, maxFreeSockets: 64 });
  const request = isPlain ? requestHttp : requestHttps;

  function attempt(call: OriginCall, isRetry: boolean): Promise<IncomingMessage> {
    const { method, path, body, timeoutMs, signal } = call;
    const sized = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const headers = { ...call.headers, ...sized, authorization: `Bearer ${secret}` };
    return new Promise((resolve, reject) => {
      const outgoing = request(address + path, {
        method,
        agent,
        headers,
        timeout: timeoutMs,
        ...(signal && { signal }),
      });
      let answer: IncomingMessage | undefined;
      outgoing.once('response', (head) => {
        answer = head;
        resolve(head);
      });
      outgoing.on('timeout', () => {
        // Bytes that wait to be read: it is our reader who pauses, not the origin.
        if (answer !== undefined && answer.readableLength > 0) outgoing.setTimeout(timeoutMs);
        else outgoing.destroy(silent());
      });
      outgoing.once('error', (error) => {
        // A kept connection may have been closed just now; a question may be asked again, a count may not.
        const isStaleSocket = outgoing.reusedSocket && !isRetry && method !== 'POST' && signal?.aborted !== true;
        if (isStaleSocket && answer === undefined && error.message !== silent().message)
          attempt(call, true).then(resolve, reject);
        else reject(error);
      });
      outgoing.end(body);
    });
  }

  const reach = createOriginReach(async () => {
    const answer = await attempt({ method: 'GET', path: '/healthz', timeoutMs: PROBE_TIMEOUT_MS }, false);
    answer.resume();
  });

  return {
    async send(call) {
      if (call.isProbe !== true && reach.isDown()) throw silent();
      try {
        const answer = await attempt(call, false);
        reach.answered();
        return answer;
      } catch (error) {
        if (call.signal?.aborted !== true) reach.wasSilent();
        throw error;
      }
    },
    stop() {
      reach.stop();
      agent.destroy();
    },
  };
}

/** The body of an answer that is small enough for memory. */
export async function readAnswer(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}
