import type { Refusal, RefusalReason } from '@sluice/access';
import { type Awaitable, whenThere } from '../../ports/awaitable.ts';
import type { HttpRequest } from '../../ports/http-exchange.ts';
import type { AllowedMedia } from './audit/allowed-media.ts';
import { clientOf, type WriteAudit } from './audit/audit-record.ts';
import { deniedMedia } from './audit/denied-media.ts';
import { isKnownCdn } from './cdn/is-known-cdn.ts';
import { type DecidedKind, kindOfGrant, refusedKind } from './decided-kind.ts';
import { type Admission, type AdmissionRule, admit } from './gate.ts';
import type { GateParts } from './gate-parts.ts';
import type { DeniedAddresses } from './limits/denied-addresses.ts';
import { isLimitRefusal } from './limits/limit-refusal.ts';

/** Told of every decision of the gate and how long it took (edge access §21). */
export type ObserveDecision = (code: RefusalReason | 'ok', kind: DecidedKind, seconds: number) => void;

/** The gate, and who is told of its decisions. */
export interface ObservedParts extends GateParts {
  readonly observeDecision: ObserveDecision;
  readonly deniedAddresses: DeniedAddresses;
  readonly writeAudit: WriteAudit;
  readonly allowedMedia: Pick<AllowedMedia, 'count' | 'countLimited'>;
}

/** One record for each denial, but for those of a limit: they come by the thousand, and are told of when they begin. */
function noteDenial(parts: ObservedParts, request: HttpRequest, rawTarget: string, refusal: Refusal): void {
  if (isLimitRefusal(refusal)) {
    if (refusal.tokenId !== null) parts.allowedMedia.countLimited(refusal.tokenId);
    return;
  }
  parts.writeAudit(deniedMedia(parts, request, rawTarget, refusal));
  if (isKnownCdn(parts, request) || !parts.deniedAddresses.count(request.remoteAddress, refusal.reason)) return;
  const client = clientOf(request);
  parts.writeAudit({ event: 'block', decision: 'deny', code: 'rate_limited', request_id: request.id, ...client });
}

/** As {@link admit}, but for addresses that are blocked, and tells of it. */
export function admitObserved(
  parts: ObservedParts,
  request: HttpRequest,
  rawTarget: string,
  rule: AdmissionRule,
): Awaitable<Admission | Refusal> {
  const beganMs = performance.now();
  const blocked = isKnownCdn(parts, request) ? null : parts.deniedAddresses.refusalOf(request.remoteAddress);
  return whenThere(blocked ?? admit(parts, request, rawTarget, rule), (decision) => {
    const seconds = (performance.now() - beganMs) / 1000;
    if (decision.ok) {
      parts.observeDecision('ok', kindOfGrant(decision.grant), seconds);
      return decision;
    }
    parts.observeDecision(decision.reason, blocked === null ? refusedKind(request, rawTarget) : 'none', seconds);
    noteDenial(parts, request, rawTarget, decision);
    return decision;
  });
}
