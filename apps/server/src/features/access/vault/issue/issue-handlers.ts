import {
  type AccountCall,
  type HttpRequest,
  jsonAnswer,
  noStore,
  type RouteHandler,
} from '../../../../ports/http-exchange.ts';
import { vaultErrors } from '../../../storage/index.ts';
import type { VaultParts } from '../vault-parts.ts';
import { bulkData } from './bulk-data.ts';
import { issueUrls } from './issue-urls.ts';
import { checkFilename, parseBulkBody } from './url-order.ts';

/** The dispatcher fills it in for every row with permission `account`. */
export function accountCallOf({ accountCall }: HttpRequest): AccountCall {
  if (accountCall === undefined) throw vaultErrors.accountNotFound();
  return accountCall;
}

/** `X-Kerberos-Storage-Once`; absent is no. */
function readOnce(text: string | undefined): boolean {
  const word = text?.toLowerCase();
  if (word === undefined || word === 'false') return false;
  if (word === 'true') return true;
  throw vaultErrors.invalidRequest('X-Kerberos-Storage-Once is true or false.');
}

/** The routes that give URLs (Kerberos Vault contract §4). */
export function issueHandlers(parts: VaultParts) {
  const signStorageUrl: RouteHandler = async (request) => {
    const { account, fields } = accountCallOf(request);
    const { 'x-kerberos-storage-filename': filename = '', 'x-kerberos-storage-provider': provider = '' } = fields;
    const isOnce = readOnce(fields['x-kerberos-storage-once']);
    checkFilename(filename);
    const order = { filename, provider, isOnce, lifetimeSeconds: parts.expiry.defaultSeconds };
    const [issued] = await issueUrls(parts, { account, requestId: request.id }, [order]);
    return jsonAnswer(200, { data: issued?.url ?? '' }, noStore);
  };

  const signStorageUrls: RouteHandler = async (request) => {
    const { account } = accountCallOf(request);
    const orders = parseBulkBody(request.bodyBytes, request.headers['content-type'], account.provider, parts);
    const issued = await issueUrls(parts, { account, requestId: request.id }, orders);
    return jsonAnswer(200, { data: bulkData(issued.map(({ filename, url }) => [filename, url])) }, noStore);
  };

  return { signStorageUrl, signStorageUrls };
}
