import { createHash } from 'node:crypto';
import type { Grant, RevocationSet } from '@sluice/access';
import { IssueTokenBody } from '@sluice/contract';
import { type Clock, unixSeconds } from '../../ports/clock.ts';
import type { Database } from '../../ports/database.ts';
import { type HttpRequest, jsonAnswer, noStore, type RouteHandler } from '../../ports/http-exchange.ts';
import { loadAsset } from '../assets/index.ts';
import { ownerOfNew, requireGrant, requireOwnership } from '../identity/index.ts';
import type { Cdn } from './cdn/cdn.ts';
import { cdnDelivery } from './cdn/cdn-delivery.ts';
import { issueOpaqueToken } from './embed/issue-opaque-token.ts';
import type { AskEntitlement } from './entitlement/entitlement.ts';
import { edgeDelivery } from './issue/delivery.ts';
import { issuePlaybackToken, takeIssue } from './issue/issue-playback-token.ts';
import type { TokenSigner } from './issue/sign-grant.ts';
import { createSharedAllowance } from './limits/shared-allowance.ts';
import { readJson } from './read-json.ts';

export interface TokenDesk {
  readonly database: Database;
  readonly clock: Clock;
  readonly signer: TokenSigner;
  readonly askEntitlement: AskEntitlement;
  readonly revocations: RevocationSet;
  readonly publicUrl: () => string;
  readonly cdns: readonly Cdn[];
}

/** No credential stays in memory because of a counter. */
const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** A user whichever credential they show. */
const callerOf = (grant: Grant, { headers }: HttpRequest): string => {
  const userId = ownerOfNew(grant);
  return userId === null ? (headers['x-api-key'] ?? '') : `user ${userId}`;
};

/** Handler of token issue. It reads the asset itself, not a cached copy: a film that was just finished has its token at once. */
export function tokenHandlers(desk: TokenDesk) {
  const callerLimit = createSharedAllowance(desk.database, 'issue', { burst: 100, perMinute: 600 });
  const subjectLimit = createSharedAllowance(desk.database, 'issue for', { burst: 30, perMinute: 30 });
  const cdnDeliveries = desk.cdns.map(cdnDelivery);
  const issue: RouteHandler = async (request) => {
    const grant = requireGrant(request);
    const body = readJson(IssueTokenBody, request.bodyBytes);
    const asset = await loadAsset(desk.database, body.asset_id);
    if (asset !== null) requireOwnership(grant, asset.ownerId, desk.clock);
    const issuing = {
      ...desk.signer,
      askEntitlement: desk.askEntitlement,
      database: desk.database,
      revocations: desk.revocations,
      nowSeconds: unixSeconds(desk.clock),
      publicUrl: desk.publicUrl(),
      deliveries: [edgeDelivery(desk.publicUrl()), ...cdnDeliveries],
      caller: digest(callerOf(grant, request)),
      callerLimit,
      subjectLimit,
    };
    if (body.kind === 'opaque') {
      await takeIssue(issuing, body.subject);
      return jsonAnswer(201, await issueOpaqueToken(asset, body, issuing), noStore);
    }
    const token = await issuePlaybackToken(asset, body, issuing);
    return jsonAnswer(token.reused ? 200 : 201, token, noStore);
  };
  return { issuePlaybackToken: issue };
}
