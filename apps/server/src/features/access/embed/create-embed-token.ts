import { randomBytes } from 'node:crypto';
import {
  embedGrant,
  embedTokenHash,
  embedTokenLabel,
  formatEmbedToken,
  parseCidr,
  parseHostPattern,
} from '@sluice/access';
import type { EmbedTokenBody } from '@sluice/contract';
import type { Database } from '../../../ports/database.ts';
import { checkChildren } from '../issue/child-token.ts';
import { issueError } from '../issue/issue-error.ts';
import type { TokenSigner } from '../issue/sign-grant.ts';
import { loadIssueFloor } from '../revocations/revocation-store.ts';
import { embedRecordOf, insertEmbedToken, type StoredEmbedToken } from './embed-store.ts';

/** Throws `binding_invalid` for a domain or an address block that cannot be read. */
export function checkEmbedRules({ domains = [], ips = [] }: Pick<EmbedTokenBody, 'domains' | 'ips'>): void {
  const isGood =
    domains.every((text) => parseHostPattern(text) !== null) && ips.every((text) => parseCidr(text) !== null);
  if (!isGood) throw issueError('binding_invalid');
}

/** Throws `invalid_request` for a record whose rules the tokens of a playback have no room for. */
export function checkEmbedChildren(row: StoredEmbedToken, nowSeconds: number, signer: TokenSigner): void {
  checkChildren(embedGrant(embedRecordOf(row)), { assetId: row.asset_id, asset: null, nowSeconds }, signer);
}

/** A new public id of an embed token. */
export const newEmbedId = (): string => `et_${randomBytes(12).toString('base64url')}`;

/** Makes an embed token. The token itself is given back this once and kept nowhere. */
export async function createEmbedToken(
  database: Database,
  signer: TokenSigner,
  body: EmbedTokenBody,
  nowSeconds: number,
  id = newEmbedId(),
): Promise<{ readonly token: string; readonly row: StoredEmbedToken }> {
  checkEmbedRules(body);
  const token = formatEmbedToken(randomBytes(32));
  const order = {
    id,
    token_hash: embedTokenHash(signer.crypto, token),
    prefix: embedTokenLabel(token),
    asset_id: body.asset_id,
    subject: body.subject ?? null,
    label: body.label ?? null,
    domains: body.domains ?? [],
    ips: body.ips ?? [],
    expires_seconds: body.expires_at ?? null,
    max_plays: body.max_plays ?? null,
    created_seconds: Math.max(nowSeconds, await loadIssueFloor(database, body.asset_id, body.subject ?? null)),
  };
  const row = await database.transaction().execute(async (transaction) => {
    const inserted = await insertEmbedToken(transaction, order);
    checkEmbedChildren(inserted, nowSeconds, signer);
    return inserted;
  });
  return { token, row };
}
