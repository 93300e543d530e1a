import { ApiError, parseApiError } from './api-error.ts';
import type { UploadOptions } from './call-options.ts';

/** What is to be stored at a URL that is its own credential. */
export interface FilePut {
  readonly url: string;
  readonly file: Blob;
  readonly headers: Readonly<Record<string, string>>;
}

function listen(request: XMLHttpRequest, { onProgress, signal }: UploadOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => request.abort();
    signal?.addEventListener('abort', abort, { once: true });
    if (onProgress !== undefined) request.upload.onprogress = ({ loaded }) => onProgress(loaded);
    request.onload = () => {
      const { status, responseText } = request;
      if (status >= 200 && status < 300) resolve();
      else reject(parseApiError(status, responseText, null));
    };
    request.onerror = () => reject(new ApiError('The service cannot be reached.', { status: 0 }));
    request.onabort = () => reject(signal?.reason);
    request.onloadend = () => signal?.removeEventListener('abort', abort);
  });
}

/**
 * Stores a file from a page of a browser, and tells how far it is: `fetch` would need a stream for that, which browsers
 * send over HTTP/2 alone, or not at all.
 */
export async function putFromPage({ url, file, headers }: FilePut, options: UploadOptions): Promise<void> {
  options.signal?.throwIfAborted();
  const request = new XMLHttpRequest();
  request.open('PUT', url);
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  const answered = listen(request, options);
  request.send(file);
  return answered;
}
