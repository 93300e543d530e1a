import {
  assetIdOfPath,
  type Grant,
  type NormalPath,
  parsePath,
  type Refusal,
  type RefusalReason,
} from '@sluice/access';
import { looksLikeToken } from '../../../platform/looks-like-token.ts';
import type { HttpRequest } from '../../../ports/http-exchange.ts';
import { isAssetId } from '../../assets/index.ts';
import { kindOfGrant, refusedKind } from '../decided-kind.ts';
import type { GateParts } from '../gate-parts.ts';
import { verifiedGrants } from '../verified-grants.ts';
import { type AuditRecord, clientOf } from './audit-record.ts';
import { pathClass } from './path-class.ts';

/** Nothing that a request refused for one of these says of itself is vouched for by anybody. */
export const unsignedReasons: ReadonlySet<string> = new Set<RefusalReason>([
  'method_not_allowed',
  'bad_path',
  'token_missing',
  'token_malformed',
  'token_invalid',
  'edge_stale',
]);

/** The asset that a path names; null for what is no id, a token in the wrong place above all. */
function assetOf(path: NormalPath): string | null {
  const id = assetIdOfPath(path);
  return id !== null && isAssetId(id) && !looksLikeToken(id) ? id : null;
}

const tokenOf = ({ tokenId, subject, keyId }: Grant) => ({ token_id: tokenId, sub: subject, kid: keyId });

/** The record of one denial. Token and viewer are named only where the signature was good. */
export function deniedMedia(
  parts: Pick<GateParts, 'crypto' | 'issuer' | 'grants' | 'ring'>,
  request: HttpRequest,
  rawTarget: string,
  { reason }: Refusal,
): AuditRecord {
  const [grant] = unsignedReasons.has(reason) ? [] : verifiedGrants(parts, request, rawTarget);
  const parsed = parsePath(rawTarget);
  return {
    event: 'media',
    decision: 'deny',
    code: reason,
    request_id: request.id,
    kind: grant === undefined ? refusedKind(request, rawTarget) : kindOfGrant(grant),
    ...(grant === undefined ? {} : tokenOf(grant)),
    ...(parsed.ok ? { asset: assetOf(parsed.path), path_class: pathClass(parsed.path) } : {}),
    ...clientOf(request),
  };
}
