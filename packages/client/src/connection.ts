import type { UploadOptions } from './call-options.ts';
import { type Credential, type OperatorCredential, readCredential, type UserCredential } from './credential.ts';
import { fetchAnswer, type StreamingInit } from './fetch-answer.ts';
import { putFile } from './put-file.ts';
import type { FilePut } from './put-from-page.ts';

interface Endpoint {
  /** Address of the service, such as `https://media.example.com`. */
  readonly baseUrl: string;
  /** The platform's `fetch` unless another is handed in. */
  readonly fetch?: typeof fetch;
}

export type OperatorConnection = Endpoint & OperatorCredential;
export type UserConnection = Endpoint & UserCredential;
/** Where the service is, and exactly one credential for it. */
export type ConnectionOptions = Endpoint & Credential;

export interface Call {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: Blob | ReadableStream<Uint8Array>;
  readonly signal?: AbortSignal | undefined;
}

/** All throw `ApiError` for anything but 2xx, and whatever the credential is asked for and not given with. */
export interface Connection {
  /** Sends one call and gives its JSON answer. */
  readonly send: <T>(call: Call) => Promise<T>;
  /** Sends one call and gives its answer as it comes; null for one without a body. */
  readonly open: (call: Call) => Promise<ReadableStream<Uint8Array> | null>;
  /** Stores a file at a URL that is its own credential: that of this connection is not sent there. */
  readonly putFile: (put: FilePut, options?: UploadOptions) => Promise<void>;
}

type Headers = Readonly<Record<string, string>>;

function requestInit({ method, headers, json, body, signal }: Call, credential: Headers): StreamingInit {
  const payload = json === undefined ? body : JSON.stringify(json);
  return {
    method,
    headers: {
      ...headers,
      ...credential,
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(payload === undefined ? {} : { body: payload }),
    ...(payload instanceof ReadableStream ? { duplex: 'half' as const } : {}),
    ...(signal === undefined ? {} : { signal }),
  };
}

/** A way to call the service. Throws a TypeError unless there is exactly one credential. */
export function createConnection(options: ConnectionOptions): Connection {
  const base = options.baseUrl.replace(/\/+$/, '');
  const fetchIt = options.fetch ?? fetch;
  const credentialNow = readCredential(options);

  const answerTo = async (call: Call): Promise<Response> =>
    fetchAnswer(fetchIt, base + call.path, requestInit(call, await credentialNow()));

  return {
    async send<T>(call: Call) {
      const text = await (await answerTo(call)).text();
      return (text === '' ? undefined : JSON.parse(text)) as T;
    },
    async open(call) {
      const response = await answerTo(call);
      return response.status === 204 ? null : response.body;
    },
    putFile: (put, upload) => putFile(fetchIt, put, upload),
  };
}
