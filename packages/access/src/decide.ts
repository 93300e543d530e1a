import type { AccessRequest, ClientFacts, RequestedResource } from './access-request.ts';
import { matchesAnyCidr } from './bindings/cidr.ts';
import { matchesAnyHost } from './bindings/host-pattern.ts';
import type { Bindings, Grant, GrantedResource } from './grant.ts';
import { isSameRendering } from './images/image-rendering.ts';
import type { PathPattern } from './path/path-pattern.ts';
import { type Refusal, type RefusalReason, refuse } from './refusal.ts';
import type { RevocationSet } from './revocations/revocation-set.ts';

/** Seconds by which the clocks of issuer and edge may differ at the start of a grant. Its end has no leeway. */
export const notBeforeLeewaySeconds = 5;

export type Decision = { readonly ok: true } | Refusal;

const allowed: Decision = Object.freeze({ ok: true });

/**
 * Whether `grant` lets `request` have what it asks for at `nowSeconds` (Unix time).
 * Pure. Checks in the order of edge-access §9: start, end, revocation, asset, resource and action, client address,
 * domain, user agent; the first that fails is the reason.
 */
export function decide(grant: Grant, request: AccessRequest, nowSeconds: number, revocations: RevocationSet): Decision {
  const reason =
    checkTime(grant, nowSeconds) ??
    checkRevocation(grant, nowSeconds, revocations) ??
    checkResource(grant.resource, request.resource) ??
    (grant.actions.includes(request.action) ? null : 'acl_mismatch') ??
    checkBindings(grant.bindings, request);
  return reason === null ? allowed : refuse(reason);
}

/** Whether the start of `grant` has come, leeway included. */
export function hasBegun({ notBeforeSeconds }: Grant, nowSeconds: number): boolean {
  // Written so that a time that is not a number refuses.
  return notBeforeSeconds === null || nowSeconds >= notBeforeSeconds - notBeforeLeewaySeconds;
}

/** What is known to be revoked is told even where the feed is too old to know everything. */
export function checkRevocation(grant: Grant, nowSeconds: number, revocations: RevocationSet): RefusalReason | null {
  if (revocations.revokes(grant)) return 'token_revoked';
  return revocations.isStaleFor(grant, nowSeconds) ? 'edge_stale' : null;
}

function checkTime(grant: Grant, nowSeconds: number): RefusalReason | null {
  if (!hasBegun(grant, nowSeconds)) return 'token_not_yet_valid';
  const isRunning = grant.expiresAtSeconds === null || nowSeconds < grant.expiresAtSeconds;
  return isRunning ? null : 'token_expired';
}

function checkResource(granted: GrantedResource, asked: RequestedResource): RefusalReason | null {
  switch (granted.kind) {
    case 'area':
      return covers(granted.patterns, asked) ? null : 'acl_mismatch';
    case 'paths':
      if (asked.kind !== 'path') return 'acl_mismatch';
      if (!granted.assetIds.includes(asked.assetId)) return 'asset_mismatch';
      return covers(granted.patterns, asked) ? null : 'acl_mismatch';
    case 'content-key':
      if (asked.kind !== 'content-key') return 'acl_mismatch';
      return granted.assetId === asked.assetId ? null : 'asset_mismatch';
    case 'object':
      return asked.kind === 'object' && isSameObject(granted, asked) ? null : 'acl_mismatch';
    case 'provider-object':
      return asked.kind === 'provider-object' && granted.provider === asked.provider && granted.key === asked.key
        ? null
        : 'acl_mismatch';
    case 'image':
      return asked.kind === 'image' && isSameObject(granted, asked) && isSameRendering(granted, asked)
        ? null
        : 'acl_mismatch';
    case 'user':
      return asked.kind === 'user' && granted.userId === asked.userId ? null : 'acl_mismatch';
    case 'everybody':
      return asked.kind === 'user' ? null : 'acl_mismatch';
    case 'space':
      return asked.kind === 'space' && isSameSpace(granted, asked) ? null : 'acl_mismatch';
  }
}

function covers(patterns: readonly PathPattern[], asked: RequestedResource): boolean {
  return asked.kind === 'path' && patterns.some((pattern) => pattern.matches(asked.path));
}

interface NamedObject {
  readonly store: string;
  readonly key: string;
}

function isSameObject(granted: NamedObject, asked: NamedObject): boolean {
  return granted.store === asked.store && granted.key === asked.key;
}

interface NamedSpace {
  readonly environmentId: string;
  readonly spaceId: string;
}

function isSameSpace(granted: NamedSpace, asked: NamedSpace): boolean {
  return granted.environmentId === asked.environmentId && granted.spaceId === asked.spaceId;
}

/** Whether a client is where the bindings want it: address, then embedding page, then user agent. */
export function checkBindings(bindings: Bindings, request: ClientFacts): RefusalReason | null {
  const { clientAddresses, hosts, userAgent } = bindings;
  if (clientAddresses !== null && !matchesAnyCidr(clientAddresses, request.clientAddress)) return 'ip_mismatch';
  if (hosts !== null && !matchesAnyHost(hosts, request)) return 'domain_mismatch';
  return userAgent !== null && userAgent !== request.userAgent ? 'ua_mismatch' : null;
}
