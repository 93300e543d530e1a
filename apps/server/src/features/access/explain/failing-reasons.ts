import {
  type AccessRequest,
  type AuthorizeContext,
  decide,
  type Grant,
  noRevocations,
  type RefusalReason,
} from '@sluice/access';

type Question = Pick<AuthorizeContext<'sync'>, 'request' | 'nowSeconds' | 'revocations'>;

const everything = [{ kind: 'below', path: '/', matches: () => true }] as const;

function askedAsset({ resource }: AccessRequest): string {
  return resource.kind === 'path' || resource.kind === 'content-key' ? resource.assetId : '';
}

/** The same grant and question as if what failed for `reason` held; null when there is nothing to suppose. */
function suppose(reason: RefusalReason, grant: Grant, question: Question): readonly [Grant, Question] | null {
  const { request, nowSeconds } = question;
  const { resource, bindings } = grant;
  switch (reason) {
    case 'token_not_yet_valid': {
      const issuedAtSeconds = grant.issuedAtSeconds ?? grant.notBeforeSeconds ?? 0;
      return [{ ...grant, notBeforeSeconds: null, issuedAtSeconds }, question];
    }
    case 'token_expired':
      return [{ ...grant, expiresAtSeconds: nowSeconds + 1 }, question];
    case 'token_revoked':
    case 'edge_stale':
      return [grant, { ...question, revocations: noRevocations }];
    case 'asset_mismatch':
      if (resource.kind !== 'paths') return null;
      return [{ ...grant, resource: { ...resource, assetIds: [askedAsset(request)] } }, question];
    case 'acl_mismatch':
      if (resource.kind !== 'paths') return null;
      return [{ ...grant, resource: { ...resource, patterns: everything }, actions: [request.action] }, question];
    case 'ip_mismatch':
      return [{ ...grant, bindings: { ...bindings, clientAddresses: null } }, question];
    case 'domain_mismatch':
      return [{ ...grant, bindings: { ...bindings, hosts: null } }, question];
    case 'ua_mismatch':
      return [{ ...grant, bindings: { ...bindings, userAgent: null } }, question];
    default:
      return null;
  }
}

/**
 * Everything that keeps `grant` from what is asked, in the order of the checks; the first is what a viewer is told. Asks
 * `decide` itself, again and again, each time as if what failed before held.
 */
export function failingReasons(grant: Grant, question: Question): readonly RefusalReason[] {
  const reasons: RefusalReason[] = [];
  let supposed: readonly [Grant, Question] | null = [grant, question];
  while (supposed !== null) {
    const [asGrant, { request, nowSeconds, revocations }] = supposed;
    const decision = decide(asGrant, request, nowSeconds, revocations);
    // A reason that stays although its cause was supposed away has nothing more to tell.
    if (decision.ok || reasons.includes(decision.reason)) return reasons;
    reasons.push(decision.reason);
    supposed = suppose(decision.reason, asGrant, { request, nowSeconds, revocations });
  }
  return reasons;
}
