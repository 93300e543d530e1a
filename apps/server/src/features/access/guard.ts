import type { Grant, Refusal } from '@sluice/access';
import { type Awaitable, whenThere } from '../../ports/awaitable.ts';
import type { HttpAnswer, HttpRequest, RouteHandler } from '../../ports/http-exchange.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
import type { AssetAccess } from '../assets/index.ts';
import type { Admission, AdmissionRule } from './gate.ts';
import type { GatedHandler } from './gated-handler.ts';
import { limitDetails } from './limits/limit-refusal.ts';
import { asAssetTarget, type MediaArea, mediaRule } from './media-rule.ts';
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
import { clientFacts } from './request-facts.ts';

/** Answers a request that was let through. */
export type AdmittedHandler = (admission: Admission, request: HttpRequest) => Awaitable<HttpAnswer>;

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

/** An answer that a grant opened: it ends early when that is taken back (edge access §12.4), and its bytes are counted. */
class GrantedAnswer implements HttpAnswer {
  readonly status: number;
  readonly headers: NonNullable<HttpAnswer['headers']>;
  readonly body: HttpAnswer['body'];
  readonly #parts: GuardParts;
  readonly #admission: Admission;
  readonly #request: HttpRequest;

  constructor(
    { status, headers = {}, body }: HttpAnswer,
    parts: GuardParts,
    admission: Admission,
    request: HttpRequest,
  ) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.#parts = parts;
    this.#admission = admission;
    this.#request = request;
  }

  isWithdrawn(): boolean {
    const { grant } = this.#admission;
    return grant !== null && this.#parts.revocations.revokes(grant);
  }

  onClose(bodyBytes: number): void {
    this.#parts.allowedMedia.count(this.#admission, this.#request, bodyBytes);
  }
}

/**
 * A manifest may bring a renewed token along, or lead to the same address with one where that is what it rides in
 * (edge access §13.2).
 */
async function answerRenewed(
  parts: GuardParts,
  admission: Admission & { readonly grant: Grant },
  request: HttpRequest,
  handle: AdmittedHandler,
): Promise<HttpAnswer> {
  const { grant, carrier } = admission;
  const renewed = await renewInPassing(parts.passingRenewal, grant, clientFacts(request, parts.crypto));
  if (renewed !== null && isInAddress(carrier)) return renewalRedirect(request.rawTarget, carrier, renewed.token);
  const answer = await handle(admission, request);
  if (renewed === null || answer.status !== 200) return new GrantedAnswer(answer, parts, admission, request);
  const headers = { ...answer.headers, ...renewalHeaders(admission, renewed) };
  return new GrantedAnswer({ ...answer, headers }, parts, admission, request);
}

function answerAdmitted(
  parts: GuardParts,
  admission: Admission,
  request: HttpRequest,
  handle: AdmittedHandler,
): Awaitable<HttpAnswer> {
  const { grant } = admission;
  if (grant === null) return handle(admission, request);
  if (grant.tokenId !== null) parts.sightings.see(grant.tokenId, request.remoteAddress);
  if (isDueInPassing(admission)) return answerRenewed(parts, { ...admission, grant }, request, handle);
  return whenThere(handle(admission, request), (answer) => new GrantedAnswer(answer, parts, admission, request));
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
  async function refuseOrLead(
    request: HttpRequest,
    target: string,
    refusal: Refusal,
    asError: Guarded['asError'],
  ): Promise<HttpAnswer> {
    const answer = await answerRefused(parts, request, target, refusal);
    if (!(answer instanceof SluiceError)) return answer;
    throw asError?.(refusal) ?? answer;
  }

  function run(request: HttpRequest, target: string, { rule, handle, asError }: Guarded): Awaitable<HttpAnswer> {
    return whenThere(admitObserved(parts, request, target, rule), (admission) =>
      admission.ok
        ? answerAdmitted(parts, admission, request, handle)
        : refuseOrLead(request, target, admission, asError),
    );
  }

  const below = (area: MediaArea, handle: AdmittedHandler): GatedHandler => {
    const guarded = { rule: mediaRule(area, defaultAccess), handle, asError: null };
    return asGated((request) => run(request, request.rawTarget, guarded));
  };
  return {
    media: (handle) => below('v', handle),
    key: (handle) => below('k', handle),
    stream: (handle, check) => {
      const guarded = { rule: mediaRule('stream', defaultAccess), handle, asError: streamRefusal };
      return asGated((request) => {
        const { hash = '', path = '' } = request.params;
        if (hash === '' || path === '') throw mediaError(400, 'missing hash or file path');
        check(path);
        return run(request, asAssetTarget(request.rawTarget), guarded);
      });
    },
  };
}

interface Guarded {
  readonly rule: AdmissionRule;
  readonly handle: AdmittedHandler;
  /** What is thrown of a refusal; null for the error that it is by itself. */
  readonly asError: ((refusal: Refusal) => SluiceError) | null;
}
