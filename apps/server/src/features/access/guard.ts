import { type Grant, parsePath, type RefusalReason, renewalGraceSeconds } from '@sluice/access';
import { unixSeconds } from '../../ports/clock.ts';
import type { HttpAnswer, HttpRequest, RouteHandler } from '../../ports/http-exchange.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
import type { AssetAccess } from '../assets/index.ts';
import { type Admission, type AdmissionRule, clientFacts, credentialsOf, type GateParts, verifiersOf } from './gate.ts';
import type { GatedHandler } from './gated-handler.ts';
import { asAssetTarget, mediaRule } from './media-rule.ts';
import { admitObserved, type ObserveDecision } from './observed-admission.ts';
import { refusalError } from './refusal-error.ts';
import type { TokenSightings } from './register/token-sightings.ts';
import { isDueInPassing, type PassingRenewal, renewInPassing } from './renewal/renew-in-passing.ts';

/** Answers a request that was let through. */
export type AdmittedHandler = (admission: Admission, request: HttpRequest) => Promise<HttpAnswer>;

/** Makes the handlers of media routes; there is no other way to make one. */
export interface Guard {
  /** Routes below `/v/`: open when the asset is public. */
  media(handle: AdmittedHandler): GatedHandler;
  /** Routes that give keys: a credential is needed whatever the policy. */
  key(handle: AdmittedHandler): GatedHandler;
  /** Routes below `/stream/`: the same bytes as below `/v/`, in the words of the Vylux contract. */
  stream(handle: AdmittedHandler, check: (path: string) => void): GatedHandler;
}

/** What the gate does with a request besides deciding it. */
export interface GuardParts extends GateParts {
  readonly observeDecision: ObserveDecision;
  readonly sightings: Pick<TokenSightings, 'see'>;
  readonly passingRenewal: PassingRenewal;
  /** Address of token renewal. */
  readonly renewAt: () => string;
}

/** The answer, which may bring a renewed token along and ends early when what opened it is taken back (edge access §12.4, §13.2). */
async function answerAdmitted(
  parts: GuardParts,
  admission: Admission,
  request: HttpRequest,
  handle: AdmittedHandler,
): Promise<HttpAnswer> {
  const { grant } = admission;
  const answer = await handle(admission, request);
  if (grant === null) return answer;
  if (grant.tokenId !== null) parts.sightings.see(grant.tokenId, request.remoteAddress);
  const isWithdrawn = (): boolean => parts.revocations.revokes(grant);
  if (answer.status !== 200 || !isDueInPassing(admission)) return { ...answer, isWithdrawn };
  const renewal = renewInPassing(parts.passingRenewal, admission, clientFacts(request, parts.crypto));
  return { ...answer, headers: { ...answer.headers, ...renewal }, isWithdrawn };
}

/** The refusal, which tells the holder of a token that has just ended where to renew it (edge access §9). */
function refusalOf(parts: GuardParts, request: HttpRequest, rawTarget: string, reason: RefusalReason): SluiceError {
  const error = refusalError(reason);
  const keys = parts.ring();
  if (reason !== 'token_expired' || keys === null) return error;
  const verifiers = verifiersOf(parts, keys);
  const parsed = parsePath(rawTarget);
  const nowSeconds = unixSeconds(parts.clock);
  const isRenewable = (parsed.ok ? credentialsOf(request, parsed) : []).some((credential) => {
    const verified = credential.ok ? verifiers[credential.kind]?.(credential.text) : undefined;
    return verified?.ok === true && canStillRenew(verified.grant, nowSeconds);
  });
  if (!isRenewable) return error;
  const { code, message, status } = error;
  return new SluiceError(code, { status, message, details: { renewAt: parts.renewAt() } });
}

const canStillRenew = ({ expiresAtSeconds, renewableUntilSeconds }: Grant, nowSeconds: number): boolean =>
  renewableUntilSeconds !== null &&
  nowSeconds < renewableUntilSeconds &&
  nowSeconds < (expiresAtSeconds ?? 0) + renewalGraceSeconds;

const asGated = (handler: RouteHandler): GatedHandler => handler as GatedHandler;

const mediaError = (status: number, message: string): SluiceError =>
  new SluiceError('access/stream-refused', { status, message });

/** `defaultAccess`: how `/stream` treats an asset that nobody has spoken of yet. */
export function createGuard(parts: GuardParts, defaultAccess: AssetAccess): Guard {
  const guarded = (rule: AdmissionRule, handle: AdmittedHandler) =>
    asGated(async (request) => {
      const admission = await admitObserved(parts, request, request.rawTarget, rule);
      if (!admission.ok) throw refusalOf(parts, request, request.rawTarget, admission.reason);
      return answerAdmitted(parts, admission, request, handle);
    });
  return {
    media: (handle) => guarded(mediaRule('v', defaultAccess), handle),
    key: (handle) => guarded(mediaRule('k', defaultAccess), handle),
    stream: (handle, check) =>
      asGated(async (request) => {
        const { hash = '', path = '' } = request.params;
        if (hash === '' || path === '') throw mediaError(400, 'missing hash or file path');
        check(path);
        const rule = mediaRule('stream', defaultAccess);
        const admission = await admitObserved(parts, request, asAssetTarget(request.rawTarget), rule);
        if (admission.ok) return answerAdmitted(parts, admission, request, handle);
        const { status } = refusalError(admission.reason);
        throw status === 400 ? mediaError(400, 'invalid path') : mediaError(status, 'Forbidden');
      }),
  };
}
