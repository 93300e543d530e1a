import { ApiError, parseApiError } from './api-error.ts';

export interface StreamingInit extends RequestInit {
  /** Fetch standard §5.4: needed wherever the body is a stream. */
  duplex?: 'half';
}

/** An answer of 2xx. Throws {@link ApiError} for any other, and for none; what the signal says where that ended it. */
export async function fetchAnswer(fetchIt: typeof fetch, url: string, init: StreamingInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetchIt(url, init);
  } catch (cause) {
    if (init.signal?.aborted) throw init.signal.reason;
    throw new ApiError('The service cannot be reached.', { status: 0, cause });
  }
  if (!response.ok) {
    throw parseApiError(response.status, await response.text(), response.headers.get('x-request-id'));
  }
  return response;
}
