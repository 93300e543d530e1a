import { StorageUrlQuery } from '@sluice/contract';
import { Value } from 'typebox/value';
import { vaultErrors } from '../../../storage/index.ts';
import type { UrlPage } from './url-store.ts';

const DEFAULT_LIMIT = 50;

/** The page that a raw target asks for. Throws a 400 for what it does not know. */
export function parseUrlQuery(rawTarget: string): UrlPage {
  const mark = rawTarget.indexOf('?');
  const pairs = [...new URLSearchParams(mark < 0 ? '' : rawTarget.slice(mark + 1))];
  const given: unknown = Object.fromEntries(pairs);
  const isUnique = new Set(pairs.map(([name]) => name)).size === pairs.length;
  if (!isUnique || !Value.Check(StorageUrlQuery, given)) {
    throw vaultErrors.invalidRequest(
      'Known are account, provider, filename, mode (vault, native), limit (1 to 200) and cursor, each once.',
    );
  }
  const { account, provider, filename, mode, cursor, limit } = given;
  return {
    account: account ?? null,
    provider: provider ?? null,
    filename: filename ?? null,
    mode: mode ?? null,
    beforeSeq: cursor === undefined ? null : Number(cursor),
    limit: limit === undefined ? DEFAULT_LIMIT : Number(limit),
  };
}
