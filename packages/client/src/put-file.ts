import type { UploadOptions } from './call-options.ts';
import { countedStream } from './counted-stream.ts';
import { fetchAnswer } from './fetch-answer.ts';
import { putFromPage } from './put-from-page.ts';

/** Whether a URL is one that Azure signed. */
const isOfAzure = (url: string): boolean => {
  const query = new URL(url).searchParams;
  return ['sv', 'sr', 'sig'].every((name) => query.has(name));
};

/** Stores a file at a URL that is its own credential: nothing else is shown there, it may be somebody else's. */
export async function putFile(
  fetchIt: typeof fetch,
  url: string,
  file: Blob,
  options: UploadOptions = {},
): Promise<void> {
  const { onProgress, signal } = options;
  const headers: Record<string, string> = isOfAzure(url) ? { 'x-ms-blob-type': 'BlockBlob' } : {};
  if (onProgress !== undefined && 'XMLHttpRequest' in globalThis) return putFromPage({ url, file, headers }, options);
  // S3 refuses bytes that come without their number, as those of a stream do by themselves.
  if (onProgress !== undefined) headers['content-length'] = String(file.size);
  const answer = await fetchAnswer(fetchIt, url, {
    ...{ method: 'PUT', headers },
    ...(onProgress === undefined ? { body: file } : { body: countedStream(file, onProgress), duplex: 'half' }),
    ...(signal === undefined ? {} : { signal }),
  });
  await answer.body?.cancel();
}
