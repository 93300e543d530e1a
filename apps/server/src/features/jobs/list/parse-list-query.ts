import { type JobStatus, type JobType, jobStatuses, jobTypes } from '@sluice/contract';
import { SluiceError } from '../../../ports/sluice-error.ts';
import { isAssetId } from '../../assets/index.ts';
import { type ListPosition, parseCursor } from './list-cursor.ts';

/** Which jobs are asked for; null where anything will do. */
export interface ListQuery {
  readonly status: JobStatus | null;
  readonly type: JobType | null;
  readonly hash: string | null;
  /** Only jobs behind this one. */
  readonly after: ListPosition | null;
  readonly limit: number;
}

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;
const NAMES: ReadonlySet<string> = new Set(['status', 'type', 'hash', 'cursor', 'limit']);

const refuse = (message: string): SluiceError => new SluiceError('jobs/invalid-query', { status: 400, message });

function oneOf<T extends string>(name: string, words: readonly T[], text: string | null): T | null {
  if (text === null) return null;
  const word = words.find((known) => known === text);
  if (word === undefined) throw refuse(`${name} must be ${words.join(', ')}`);
  return word;
}

function readLimit(text: string | null): number {
  if (text === null) return DEFAULT_LIMIT;
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_LIMIT) throw refuse(`limit must be from 1 to ${MAX_LIMIT}`);
  return limit;
}

function readHash(text: string | null): string | null {
  if (text !== null && !isAssetId(text)) throw refuse('hash must be 1 to 128 of the characters A-Z a-z 0-9 . _ : -');
  return text;
}

function readCursor(text: string | null): ListPosition | null {
  if (text === null) return null;
  const position = parseCursor(text);
  if (position === null) throw refuse('cursor is not one of ours');
  return position;
}

/** Query of `GET /api/jobs`. A word that says nothing here is refused: a misspelt filter would list everything. */
export function parseListQuery(rawTarget: string): ListQuery {
  const start = rawTarget.indexOf('?');
  const given = new URLSearchParams(start < 0 ? '' : rawTarget.slice(start + 1));
  for (const name of given.keys()) {
    if (!NAMES.has(name)) throw refuse(`unknown parameter: ${JSON.stringify(name.slice(0, 100))}`);
    if (given.getAll(name).length > 1) throw refuse(`${name} comes twice`);
  }
  return {
    status: oneOf('status', jobStatuses, given.get('status')),
    type: oneOf('type', jobTypes, given.get('type')),
    hash: readHash(given.get('hash')),
    after: readCursor(given.get('cursor')),
    limit: readLimit(given.get('limit')),
  };
}
