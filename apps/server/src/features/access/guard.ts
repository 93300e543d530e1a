import type { Refusal } from '@sluice/access';
import type { HttpAnswer, HttpRequest, RouteHandler } from '../../ports/http-exchange.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
import type { AssetAccess } from '../assets/index.ts';
import { type Admission, type AdmissionRule, clientFacts } from './gate.ts';
import type { GatedHandler } from './gated-handler.ts';
import { limitDetails } from './limits/limit-refusal.ts';
import { asAssetTarget, mediaRule } from './media-rule.ts';
import { admitObserved, type ObservedParts } from './observed-admission.ts';
import { refusalError } from './refusal-error.ts';
import type { TokenSightings } from './register/token-sightings.ts';
import { findRenewable } from './renewal/find-renewable.ts';
import {
  isDueInPassing,
  isManifest,
  type PassingRenewal,
  renewalHeaders,
  renewInPassing,
} from './renewal/renew-in-passing.ts';
import { isInAddress, renewalRedirect } from './renewal/renewal-redirect.ts';

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
export interface GuardParts extends ObservedParts {
  readonly sightings: Pick<TokenSightings, 'see'>;
  readonly passingRenewal: PassingRenewal;
  /** Address of token renewal. */
  readonly renewAt: () => string;
}

/**
 * The answer, which ends early when what opened it is taken back (edge access §12.4). A manifest may bring a renewed
 * token along, or lead to the same address with one where that is what it rides in (§13.2).
 */
async function answerAdmitted(
  parts: GuardParts,
  admission: Admission,
  request: HttpRequest,
  handle: AdmittedHandler,
): Promise<HttpAnswer> {
  const { grant, carrier } = admission;
  if (grant === null) return handle(admission, request);
  if (grant.tokenId !== null) parts.sightings.see(grant.tokenId, request.remoteAddress);
  const watch = {
    isWithdrawn: (): boolean => parts.revocations.revokes(grant),
    onClose: (bytes: number): void => parts.allowedMedia.count(admission, request, bytes),
  };
  const renewed = isDueInPassing(admission)
    ? await renewInPassing(parts.passingRenewal, grant, clientFacts(request, parts.crypto))
    : null;
  if (renewed !== null && isInAddress(carrier)) return renewalRedirect(request.rawTarget, carrier, renewed.token);
  const answer = await handle(admission, request);
  if (renewed === null || answer.status !== 200) return { ...answer, ...watch };
  return { ...answer, headers: { ...answer.headers, ...renewalHeaders(admission, renewed) }, ...watch };
}

/**
 * What a refused request gets. Where a token has just ended: a manifest leads on to the same address with the next one
 * (edge access §13.2, E), everything else tells where to renew (§9).
 */
async function answerRefused(
  parts: GuardParts,
  request: HttpRequest,
  rawTarget: string,
  refusal: Refusal,
): Promise<HttpAnswer | SluiceError> {
  const error = refusalError(refusal.reason, limitDetails(refusal));
  const found = refusal.reason === 'token_expired' ? findRenewable(parts, request, rawTarget) : null;
  if (found === null) return error;
  const { carrier, grant, path } = found;
  const renewed =
    isInAddress(carrier) && isManifest(path)
      ? await renewInPassing(parts.passingRenewal, grant, clientFacts(request, parts.crypto))
      : null;
  if (renewed !== null && isInAddress(carrier)) return renewalRedirect(request.rawTarget, carrier, renewed.token);
  const { code, message, status } = error;
  return new SluiceError(code, { status, message, details: { renewAt: parts.renewAt() } });
}

const asGated = (handler: RouteHandler): GatedHandler => handler as GatedHandler;

const mediaError = (status: number, message: string, details = {}): SluiceError =>
  new SluiceError('access/stream-refused', { status, message, details });

/** The refusal in the words of the Vylux contract §6.1 and §14. */
function streamRefusal(refusal: Refusal): SluiceError {
  const { status } = refusalError(refusal.reason);
  if (status === 400) return mediaError(400, 'invalid path');
  return status === 429 ? mediaError(429, 'Too Many Requests', limitDetails(refusal)) : mediaError(status, 'Forbidden');
}

/** `defaultAccess`: how `/stream` treats an asset that nobody has spoken of yet. */
export function createGuard(parts: GuardParts, defaultAccess: AssetAccess): Guard {
  const guarded = (rule: AdmissionRule, handle: AdmittedHandler) =>
    asGated(async (request) => {
      const admission = await admitObserved(parts, request, request.rawTarget, rule);
      if (admission.ok) return answerAdmitted(parts, admission, request, handle);
      const answer = await answerRefused(parts, request, request.rawTarget, admission);
      if (!(answer instanceof SluiceError)) return answer;
      throw answer;
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
        const target = asAssetTarget(request.rawTarget);
        const admission = await admitObserved(parts, request, target, rule);
        if (admission.ok) return answerAdmitted(parts, admission, request, handle);
        const answer = await answerRefused(parts, request, target, admission);
        if (!(answer instanceof SluiceError)) return answer;
        throw streamRefusal(admission);
      }),
  };
}
