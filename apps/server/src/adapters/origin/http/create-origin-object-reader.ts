import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { ByteRange, ObjectInfo, ObjectReader } from '../../../ports/object-store.ts';
import { isSluiceError, SluiceError } from '../../../ports/sluice-error.ts';
import { type OriginConnection, readAnswer } from './origin-connection.ts';

/** Silence for so long, before or within an answer, ends a read. */
const TIMEOUT_MS = 5000;

const unavailable = (cause: unknown): SluiceError =>
  new SluiceError('storage/unavailable', { status: 503, message: 'The origin cannot be read. Try again.', cause });

const missing = (key: string): SluiceError =>
  new SluiceError('storage/object-missing', {
    status: 404,
    message: 'There is no object with this key.',
    details: { key },
  });

function refusal(status: number, key: string, headers: IncomingHttpHeaders): SluiceError {
  if (status === 404) return missing(key);
  if (status !== 416) return unavailable(new Error(`the origin answered ${status}`));
  const size = Number(/\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1] ?? 0);
  return new SluiceError('storage/range-not-satisfiable', {
    status: 416,
    message: 'The range begins after the end of the object.',
    details: { key, size },
  });
}

/** The size is the whole object's, also of a range. */
function infoOf(key: string, headers: IncomingHttpHeaders): ObjectInfo {
  const total = /\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1] ?? headers['content-length'];
  const etag = /^"(.+)"$/.exec(headers.etag ?? '')?.[1];
  // Without a validator no slice could be told from one of another version.
  if (etag === undefined || total === undefined) throw unavailable(new Error('the origin told no validator or size'));
  const contentType = headers['content-type'];
  return {
    key,
    size: Number(total),
    etag,
    lastModified: new Date(headers['last-modified'] ?? 0),
    ...(contentType === undefined ? {} : { contentType }),
  };
}

/** The media provider of the origin, read through its route for edges. */
export function createOriginObjectReader(connection: OriginConnection): ObjectReader {
  async function open(
    method: 'GET' | 'HEAD',
    key: string,
    range?: ByteRange,
  ): Promise<{ info: ObjectInfo; body: IncomingMessage }> {
    const path = `/v1/edge/objects/${key.split('/').map(encodeURIComponent).join('/')}`;
    const headers = range === undefined ? {} : { range: `bytes=${range.first}-${range.last}` };
    let body: IncomingMessage;
    try {
      body = await connection.send({ method, path, headers, timeoutMs: TIMEOUT_MS });
    } catch (error) {
      throw unavailable(error);
    }
    const status = body.statusCode ?? 0;
    if (status === (range === undefined ? 200 : 206)) return { info: infoOf(key, body.headers), body };
    body.resume();
    throw refusal(status, key, body.headers);
  }

  return {
    name: 'media',
    async head(key) {
      try {
        const { info, body } = await open('HEAD', key);
        body.resume();
        return info;
      } catch (error) {
        if (isSluiceError(error, 'storage/object-missing')) return null;
        throw error;
      }
    },
    async readBytes(key, range) {
      const { info, body } = await open('GET', key, range);
      try {
        return { info, bytes: await readAnswer(body) };
      } catch (error) {
        throw unavailable(error);
      }
    },
    readStream: (key, range) => open('GET', key, range),
  };
}
