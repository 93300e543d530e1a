import { ApiError, parseApiError } from './api-error.ts';

export interface ConnectionOptions {
  /** Address of the service, such as `https://media.example.com`. */
  readonly baseUrl: string;
  /** Sent as `X-API-Key`. Keep it on a back end. */
  readonly apiKey: string;
  /** The platform's `fetch` unless another is handed in. */
  readonly fetch?: typeof fetch;
}

export interface Call {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly json?: unknown;
  readonly body?: Blob | ReadableStream<Uint8Array>;
  readonly signal?: AbortSignal | undefined;
}

/** Sends one call and gives its JSON answer. Throws {@link ApiError} for anything but 2xx. */
export type Send = <T>(call: Call) => Promise<T>;

interface StreamingInit extends RequestInit {
  /** Fetch standard §5.4: needed wherever the body is a stream. */
  duplex?: 'half';
}

function requestInit({ method, json, body, signal }: Call, apiKey: string): StreamingInit {
  const payload = json === undefined ? body : JSON.stringify(json);
  return {
    method,
    headers: {
      'x-api-key': apiKey,
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(payload === undefined ? {} : { body: payload }),
    ...(payload instanceof ReadableStream ? { duplex: 'half' as const } : {}),
    ...(signal === undefined ? {} : { signal }),
  };
}

/** A way to call the service. */
export function createConnection(options: ConnectionOptions): Send {
  const base = options.baseUrl.replace(/\/+$/, '');
  const send = options.fetch ?? fetch;
  return async <T>(call: Call): Promise<T> => {
    let response: Response;
    try {
      response = await send(base + call.path, requestInit(call, options.apiKey));
    } catch (cause) {
      if (call.signal?.aborted) throw call.signal.reason;
      throw new ApiError('The service cannot be reached.', { status: 0, cause });
    }
    const text = await response.text();
    if (!response.ok) throw parseApiError(response.status, text, response.headers.get('x-request-id'));
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
}
