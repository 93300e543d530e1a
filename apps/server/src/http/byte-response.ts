import type { ByteObject } from '../ports/http-exchange.ts';
import type { ByteRange } from '../ports/object-store.ts';

export type ByteResponse =
  | {
      readonly status: 200 | 206;
      readonly range: ByteRange | undefined;
      readonly length: number;
      readonly contentRange?: string;
    }
  | { readonly status: 304 }
  | { readonly status: 412 }
  | { readonly status: 416; readonly contentRange: string };

type Headers = Readonly<Record<string, string | undefined>>;
type Validators = Pick<ByteObject, 'size' | 'etag' | 'lastModified'>;

const opaque = (tag: string): string => tag.trim().replace(/^W\//, '');
const dateSeconds = (date: Date): number => Math.floor(date.getTime() / 1000);

/** RFC 9110 §13.1.1 and §13.1.4: strong comparison; `If-Unmodified-Since` counts only without `If-Match`. */
function isAnother(headers: Headers, object: Validators): boolean {
  const tags = headers['if-match'];
  if (tags !== undefined)
    return tags.trim() !== '*' && !tags.split(',').some((tag) => tag.trim() === `"${object.etag}"`);
  const date = headers['if-unmodified-since'];
  const since = date === undefined ? Number.NaN : Date.parse(date);
  return object.lastModified !== undefined && dateSeconds(object.lastModified) > since / 1000;
}

/** RFC 9110 §13.1.2 and §13.1.3: weak comparison; `If-Modified-Since` counts only without `If-None-Match`. */
function isUnchanged(headers: Headers, object: Validators): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined)
    return tags.trim() === '*' || tags.split(',').some((tag) => opaque(tag) === `"${object.etag}"`);
  const date = headers['if-modified-since'];
  if (date === undefined) return false;
  const since = Date.parse(date);
  return object.lastModified !== undefined && !Number.isNaN(since) && dateSeconds(object.lastModified) <= since / 1000;
}

/** RFC 9110 §13.1.5: strong comparison, so a weak tag never matches; a date must be exact. */
function isRangeStillValid(headers: Headers, object: Validators): boolean {
  const condition = headers['if-range']?.trim();
  if (condition === undefined) return true;
  if (condition.startsWith('"')) return condition === `"${object.etag}"`;
  return object.lastModified !== undefined && Date.parse(condition) === dateSeconds(object.lastModified) * 1000;
}

/** RFC 9110 §14.1.2. Undefined: not one byte range, so the header is ignored and the whole object is sent. */
function parseRange(raw: string, size: number): ByteRange | 'unsatisfiable' | undefined {
  const match = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/i.exec(raw);
  const [, from = '', to = ''] = match ?? [];
  if (match === null || (from === '' && to === '')) return undefined;
  if (from === '') {
    const suffix = Number(to);
    return suffix === 0 || size === 0 ? 'unsatisfiable' : { first: Math.max(0, size - suffix), last: size - 1 };
  }
  const first = Number(from);
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== '' && Number(to) < first) return undefined;
  return first >= size ? 'unsatisfiable' : { first, last };
}

/** What a GET or HEAD of these bytes is answered with. `isWhole`: no range of them is given. */
export function decideByteResponse(headers: Headers, object: Validators, isWhole = false): ByteResponse {
  if (isAnother(headers, object)) return { status: 412 };
  if (isUnchanged(headers, object)) return { status: 304 };
  const raw = headers.range;
  const range =
    raw === undefined || isWhole || !isRangeStillValid(headers, object) ? undefined : parseRange(raw, object.size);
  if (range === 'unsatisfiable') return { status: 416, contentRange: `bytes */${object.size}` };
  if (range === undefined) return { status: 200, range: undefined, length: object.size };
  return {
    status: 206,
    range,
    length: range.last - range.first + 1,
    contentRange: `bytes ${range.first}-${range.last}/${object.size}`,
  };
}
