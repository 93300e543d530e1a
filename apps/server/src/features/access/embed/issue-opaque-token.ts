import { renewAfterSeconds } from '@sluice/access';
import type { IssuedToken, IssueTokenBody } from '@sluice/contract';
import type { Database } from '../../../ports/database.ts';
import type { Asset } from '../../assets/index.ts';
import type { AskEntitlement } from '../entitlement/entitlement.ts';
import { requireEntitlement } from '../entitlement/require-entitlement.ts';
import { issueError } from '../issue/issue-error.ts';
import { playbackUrls } from '../issue/playback-urls.ts';
import type { TokenSigner } from '../issue/sign-grant.ts';
import { decideLifetime } from '../issue/token-lifetime.ts';
import { createEmbedToken, newEmbedId } from './create-embed-token.ts';

export interface OpaqueIssuing extends TokenSigner {
  readonly database: Database;
  readonly askEntitlement: AskEntitlement;
  readonly nowSeconds: number;
  readonly publicUrl: string;
}

/** An embed token opens all of its asset, at once, from the query: what else is asked for is refused, not dropped. */
function checkOpaque({ paths, not_before, bind, transport, deliver_via }: IssueTokenBody): void {
  if (paths !== undefined || not_before !== undefined || (transport ?? 'query') !== 'query') {
    throw issueError('opaque_too_plain');
  }
  if (bind?.user_agent !== undefined) throw issueError('binding_invalid');
  if ((deliver_via ?? 'edge') !== 'edge') throw issueError('adapter_unsupported');
}

function endOf({ presentation }: Asset, body: IssueTokenBody, nowSeconds: number): number {
  if (presentation === null) throw issueError('asset_not_ready');
  const { durationSeconds } = presentation;
  const order = { durationSeconds, ttlSeconds: body.ttl, isRenewable: false, allowShort: body.allow_short ?? false };
  const lifetime = decideLifetime(order, nowSeconds);
  if (!lifetime.ok) throw issueError(lifetime.reason);
  return lifetime.expiresAtSeconds;
}

/** A token of kind C for one viewer: an embed token that ends as any other token does (edge access §6, §19). */
export async function issueOpaqueToken(
  asset: Asset | null,
  body: IssueTokenBody,
  issuing: OpaqueIssuing,
): Promise<IssuedToken> {
  if (asset === null) throw issueError('asset_not_found');
  const { database, nowSeconds, publicUrl } = issuing;
  checkOpaque(body);
  const expiresAt = endOf(asset, body, nowSeconds);
  const { bind = {}, asset_id, subject } = body;
  const order = { asset_id, expires_at: expiresAt, ...(subject === undefined ? {} : { subject }), ...bindingsOf(bind) };
  const tokenId = newEmbedId();
  const question = { subject: subject ?? null, assetId: asset_id, tokenId, action: 'issue' } as const;
  await requireEntitlement(issuing.askEntitlement, question);
  const { token, row } = await createEmbedToken(database, issuing, order, nowSeconds, tokenId);
  return {
    token_id: row.id,
    kind: 'opaque',
    token,
    issued_at: row.created_seconds,
    expires_at: expiresAt,
    renew_after: renewAfterSeconds(nowSeconds, expiresAt),
    renew_until: null,
    reused: false,
    urls: playbackUrls(publicUrl, asset_id, token, 'query', 'query'),
    cookies: [],
    warnings: [],
  };
}

const bindingsOf = ({ ip, domains }: NonNullable<IssueTokenBody['bind']>) => ({
  ...(ip === undefined ? {} : { ips: ip }),
  ...(domains === undefined ? {} : { domains }),
});
