import { randomBytes } from 'node:crypto';
import {
  embedTokenHash,
  embedTokenLabel,
  formatEmbedToken,
  parseCidr,
  parseHostPattern,
  type SyncCrypto,
} from '@sluice/access';
import type { EmbedTokenBody } from '@sluice/contract';
import type { Database } from '../../../ports/database.ts';
import { issueError } from '../issue/issue-error.ts';
import { loadIssueFloor } from '../revocations/revocation-store.ts';
import { insertEmbedToken, type StoredEmbedToken } from './embed-store.ts';

/** Throws `binding_invalid` for a domain or an address block that cannot be read. */
export function checkEmbedRules({ domains = [], ips = [] }: Pick<EmbedTokenBody, 'domains' | 'ips'>): void {
  const isGood =
    domains.every((text) => parseHostPattern(text) !== null) && ips.every((text) => parseCidr(text) !== null);
  if (!isGood) throw issueError('binding_invalid');
}

/** Makes an embed token. The token itself is given back this once and kept nowhere. */
export async function createEmbedToken(
  database: Database,
  crypto: SyncCrypto,
  body: EmbedTokenBody,
  nowSeconds: number,
): Promise<{ readonly token: string; readonly row: StoredEmbedToken }> {
  checkEmbedRules(body);
  const token = formatEmbedToken(randomBytes(32));
  const row = await insertEmbedToken(database, {
    id: `et_${randomBytes(12).toString('base64url')}`,
    token_hash: embedTokenHash(crypto, token),
    prefix: embedTokenLabel(token),
    asset_id: body.asset_id,
    subject: body.subject ?? null,
    label: body.label ?? null,
    domains: body.domains ?? [],
    ips: body.ips ?? [],
    expires_seconds: body.expires_at ?? null,
    max_plays: body.max_plays ?? null,
    created_seconds: Math.max(nowSeconds, await loadIssueFloor(database, body.asset_id, body.subject ?? null)),
  });
  return { token, row };
}
