import { assetIdOfPath, type Grant, parsePath, type Refusal, type RefusalReason } from '@sluice/access';
import type { HttpRequest } from '../../../ports/http-exchange.ts';
import { kindOfGrant, refusedKind } from '../decided-kind.ts';
import type { GateParts } from '../gate.ts';
import { verifiedGrants } from '../verified-grants.ts';
import { type AuditRecord, clientOf } from './audit-record.ts';
import { pathClass } from './path-class.ts';

/** Nothing that such a request says of itself is vouched for by anybody. */
const unsigned: ReadonlySet<RefusalReason> = new Set([
  'method_not_allowed',
  'bad_path',
  'token_missing',
  'token_malformed',
  'token_invalid',
  'edge_stale',
]);

const tokenOf = ({ tokenId, subject, keyId }: Grant) => ({ token_id: tokenId, sub: subject, kid: keyId });

/** The record of one denial. Token and viewer are named only where the signature was good. */
export function deniedMedia(
  parts: Pick<GateParts, 'crypto' | 'issuer' | 'grants' | 'ring'>,
  request: HttpRequest,
  rawTarget: string,
  { reason }: Refusal,
): AuditRecord {
  const [grant] = unsigned.has(reason) ? [] : verifiedGrants(parts, request, rawTarget);
  const parsed = parsePath(rawTarget);
  return {
    event: 'media',
    decision: 'deny',
    code: reason,
    request_id: request.id,
    kind: grant === undefined ? refusedKind(request, rawTarget) : kindOfGrant(grant),
    ...(grant === undefined ? {} : tokenOf(grant)),
    ...(parsed.ok ? { asset: assetIdOfPath(parsed.path), path_class: pathClass(parsed.path) } : {}),
    ...clientOf(request),
  };
}
