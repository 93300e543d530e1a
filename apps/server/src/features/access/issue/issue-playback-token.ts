import { randomBytes } from 'node:crypto';
import { type Grant, isHalfSpent, type RevocationSet, renewAfterSeconds } from '@sluice/access';
import type { IssuedToken, IssueTokenBody } from '@sluice/contract';
import type { Database, Transaction } from '../../../ports/database.ts';
import type { Asset } from '../../assets/index.ts';
import type { AskEntitlement } from '../entitlement/entitlement.ts';
import { requireEntitlement } from '../entitlement/require-entitlement.ts';
import type { SharedAllowance } from '../limits/shared-allowance.ts';
import { findByOrder, insertToken, lockOrder, type RegisteredToken } from '../register/token-register.ts';
import { loadIssueFloor } from '../revocations/revocation-store.ts';
import { checkChildren } from './child-token.ts';
import { type Delivery, type DeliveryPlan, findDelivery } from './delivery.ts';
import { issueError } from './issue-error.ts';
import { reuseKey } from './reuse-key.ts';
import { kindOf, signGrant, signingKeyOf, type TokenSigner } from './sign-grant.ts';

export interface Issuing extends TokenSigner {
  readonly database: Database;
  readonly revocations: RevocationSet;
  readonly nowSeconds: number;
  readonly askEntitlement: AskEntitlement;
  readonly deliveries: readonly Delivery[];
  /** Who asks, as a digest of the credential. */
  readonly caller: string;
  readonly callerLimit: SharedAllowance;
  readonly subjectLimit: SharedAllowance;
}

/** The plan with the times and the id of a token that was issued for an equal order. */
function planOfIssued({ grant, ...plan }: DeliveryPlan, row: RegisteredToken): DeliveryPlan {
  const times = {
    tokenId: row.id,
    keyId: row.kid,
    issuedAtSeconds: row.issued_seconds,
    notBeforeSeconds: row.not_before_seconds,
    expiresAtSeconds: row.expires_seconds,
    renewableUntilSeconds: row.renewable_until_seconds,
  };
  return { grant: { ...grant, ...times }, ...plan };
}

/** Up to half of its life, and as long as nobody took it back. */
function isReusable(grant: Grant, { revocations, nowSeconds }: Issuing): boolean {
  const { notBeforeSeconds, expiresAtSeconds } = grant;
  return !isHalfSpent(notBeforeSeconds ?? 0, expiresAtSeconds ?? 0, nowSeconds) && !revocations.revokes(grant);
}

function sign(grant: Grant, issuing: Issuing): { token: string; kid: string } {
  try {
    return signGrant(grant, issuing);
  } catch (error) {
    if (error instanceof RangeError) throw issueError('invalid_request');
    throw error;
  }
}

function answerOf(plan: DeliveryPlan, token: string, isReused: boolean): IssuedToken {
  const { tokenId, issuedAtSeconds = 0, notBeforeSeconds, expiresAtSeconds, renewableUntilSeconds } = plan.grant;
  return {
    token_id: tokenId,
    kind: kindOf(plan.grant),
    token,
    issued_at: issuedAtSeconds,
    expires_at: expiresAtSeconds,
    renew_after: renewAfterSeconds(notBeforeSeconds ?? issuedAtSeconds, expiresAtSeconds),
    renew_until: renewableUntilSeconds,
    reused: isReused,
    ...plan.hand(plan.grant, token),
    warnings: [...plan.warnings],
  };
}

/** Counts a new token against what its caller and its viewer may have; throws a 429 (edge access §17). */
export async function takeIssue(
  { caller, callerLimit, subjectLimit }: Pick<Issuing, 'caller' | 'callerLimit' | 'subjectLimit'>,
  subject: string | undefined,
  transaction?: Transaction,
): Promise<void> {
  await callerLimit.require(caller, transaction);
  if (subject !== undefined) await subjectLimit.require(`${caller} ${subject}`, transaction);
}

/**
 * Issues a token for one viewer of one asset, or gives again the one that was issued for an equal order. Tokens are
 * signed anew from what the register knows: nothing that opens anything is kept.
 */
export async function issuePlaybackToken(
  asset: Asset | null,
  body: IssueTokenBody,
  issuing: Issuing,
): Promise<IssuedToken> {
  if (asset === null) throw issueError('asset_not_found');
  const { database, caller } = issuing;
  const { kid } = signingKeyOf(body.kind === 'jwt' ? 'jwt' : 'hmac', issuing.ring());
  const delivery = findDelivery(issuing.deliveries, body);
  const plan = delivery.plan(asset, body, {
    ...issuing,
    issueFloorSeconds: await loadIssueFloor(database, asset.id, body.subject ?? null),
    newTokenId: () => `tk_${randomBytes(15).toString('base64url')}`,
  });
  checkChildren(plan.grant, { assetId: asset.id, asset, nowSeconds: issuing.nowSeconds }, issuing);
  const { tokenId, subject } = plan.grant;
  await requireEntitlement(issuing.askEntitlement, { subject, assetId: asset.id, tokenId, action: 'issue' });
  const order = reuseKey(caller, kid, body);
  return database.transaction().execute(async (transaction) => {
    if (order !== null) {
      await lockOrder(transaction, order);
      const row = await findByOrder(transaction, order);
      const issued = row === undefined ? null : planOfIssued(plan, row);
      if (issued !== null && isReusable(issued.grant, issuing)) {
        return answerOf(issued, sign(issued.grant, issuing).token, true);
      }
    }
    await takeIssue(issuing, body.subject, transaction);
    const { token, kid: signedBy } = sign(plan.grant, issuing);
    await insertToken(transaction, {
      id: plan.grant.tokenId,
      asset_id: asset.id,
      subject: plan.grant.subject,
      kind: kindOf(plan.grant),
      kid: signedBy,
      issued_seconds: plan.grant.issuedAtSeconds ?? issuing.nowSeconds,
      not_before_seconds: plan.grant.notBeforeSeconds ?? issuing.nowSeconds,
      expires_seconds: plan.grant.expiresAtSeconds,
      renewable_until_seconds: plan.grant.renewableUntilSeconds,
      reuse_key: order,
      deliver_via: delivery.name,
    });
    return answerOf(plan, token, false);
  });
}
