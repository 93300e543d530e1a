import { RevokeStorageUrlsBody, type StorageUrlList } from '@sluice/contract';
import { Value } from 'typebox/value';
import { unixSeconds } from '../../../../ports/clock.ts';
import { jsonAnswer, noStore, type RouteHandler } from '../../../../ports/http-exchange.ts';
import { vaultErrors } from '../../../storage/index.ts';
import { accountCallOf } from '../issue/issue-handlers.ts';
import type { VaultParts } from '../vault-parts.ts';
import { parseUrlQuery } from './parse-url-query.ts';
import { revokeUrl, revokeUrls } from './revoke-urls.ts';
import { listUrls, type UrlPage } from './url-store.ts';
import { urlView } from './url-view.ts';

function readBody(bytes: Uint8Array): RevokeStorageUrlsBody {
  let body: unknown = null;
  try {
    body = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    // Told below.
  }
  if (Value.Check(RevokeStorageUrlsBody, body)) return body;
  throw vaultErrors.invalidRequest('The body names account, provider or filename, at least one of them.');
}

/** The register of URLs that were given, and what takes them back. */
export function urlHandlers(parts: Pick<VaultParts, 'database' | 'clock' | 'feed' | 'writeAudit'>) {
  const { database, clock } = parts;

  async function answerPage(page: UrlPage) {
    const found = await listUrls(database, page);
    const rows = found.slice(0, page.limit);
    const last = found.length > page.limit ? rows.at(-1) : undefined;
    const list: StorageUrlList = {
      urls: rows.map((row) => urlView(row, unixSeconds(clock))),
      nextCursor: last === undefined ? null : String(last.seq),
    };
    return jsonAnswer(200, list, noStore);
  }

  const listStorageUrls: RouteHandler = async ({ rawTarget }) => answerPage(parseUrlQuery(rawTarget));
  const listOwnStorageUrls: RouteHandler = async (request) => {
    const { account } = accountCallOf(request);
    return answerPage({ ...parseUrlQuery(request.rawTarget), account: account.name });
  };
  const revokeStorageUrl: RouteHandler = async ({ params }) =>
    jsonAnswer(200, await revokeUrl(parts, params.id ?? ''), noStore);
  const revokeStorageUrls: RouteHandler = async ({ bodyBytes }) => {
    const { account = null, provider = null, filename = null } = readBody(bodyBytes);
    return jsonAnswer(200, await revokeUrls(parts, { account, provider, filename, mode: null }), noStore);
  };
  return { listStorageUrls, listOwnStorageUrls, revokeStorageUrl, revokeStorageUrls };
}
