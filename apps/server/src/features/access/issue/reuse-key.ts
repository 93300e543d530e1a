import { createHash } from 'node:crypto';
import type { IssueTokenBody } from '@sluice/contract';

/**
 * Names the order of a token: equal ones may be given the same token (edge access §17). Null for callers without a
 * subject, who never share one, and for those who want a fresh one.
 */
export function reuseKey(caller: string, kid: string, body: IssueTokenBody): string | null {
  if (body.subject === undefined || body.fresh === true) return null;
  const { asset_id, kind = 'hmac', subject, ttl, not_before, paths, bind, renewable = true, max_lifetime } = body;
  const { deliver_via = 'edge' } = body;
  const bindings = [bind?.ip ?? [], bind?.domains ?? [], bind?.user_agent ?? null];
  const order = [
    caller,
    kid,
    asset_id,
    kind,
    subject,
    ttl,
    not_before,
    paths,
    bindings,
    renewable,
    max_lifetime,
    deliver_via,
  ];
  return createHash('sha256')
    .update(JSON.stringify(order.map((item) => item ?? null)))
    .digest('base64url');
}
