import type { UploadOptions } from './call-options.ts';
import { countedStream } from './counted-stream.ts';
import { fetchAnswer } from './fetch-answer.ts';
import { type FilePut, putFromPage } from './put-from-page.ts';

/** Stores a file at a URL that is its own credential: nothing else is shown there, it may be somebody else's. */
export async function putFile(fetchIt: typeof fetch, put: FilePut, options: UploadOptions = {}): Promise<void> {
  const { url, file, headers } = put;
  const { onProgress, signal } = options;
  if (onProgress !== undefined && 'XMLHttpRequest' in globalThis) return putFromPage(put, options);
  // S3 refuses bytes that come without their number, as those of a stream do by themselves.
  const length = onProgress === undefined ? {} : { 'content-length': String(file.size) };
  const answer = await fetchAnswer(fetchIt, url, {
    ...{ method: 'PUT', headers: { ...headers, ...length } },
    ...(onProgress === undefined ? { body: file } : { body: countedStream(file, onProgress), duplex: 'half' }),
    ...(signal === undefined ? {} : { signal }),
  });
  await answer.body?.cancel();
}
