import { videoErrors } from './video-error.ts';

/** Which part of a list is asked for. A page past the end is empty, so that whoever turns pages comes to an end. */
export interface Page {
  readonly limit: number;
  readonly offset: number;
}

const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 100;

function readCount(text: string | null, name: string, fallback: number): number {
  if (text === null || text === '') return fallback;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw videoErrors.invalid(`${name} must be a whole number from 1 on.`);
  return Number(text);
}

/** The query of a request target. */
export function queryOf(rawTarget: string): URLSearchParams {
  const start = rawTarget.indexOf('?');
  return new URLSearchParams(start === -1 ? '' : rawTarget.slice(start + 1));
}

/** `page`, from 1, and `limit`, 25 where nothing is said and 100 at most (Mux contract §3). @throws {SluiceError} 400. */
export function readPage(rawTarget: string): Page {
  const query = queryOf(rawTarget);
  const limit = readCount(query.get('limit'), 'limit', DEFAULT_LIMIT);
  if (limit > MAX_LIMIT) throw videoErrors.invalid(`limit must be ${MAX_LIMIT} at most.`);
  return { limit, offset: (readCount(query.get('page'), 'page', 1) - 1) * limit };
}
