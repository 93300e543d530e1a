import type { HttpAnswer, HttpRequest, RouteHandler } from '../../ports/http-exchange.ts';
import { SluiceError } from '../../ports/sluice-error.ts';
import type { AssetAccess } from '../assets/index.ts';
import { type Admission, type AdmissionRule, admit, type GateParts } from './gate.ts';
import type { GatedHandler } from './gated-handler.ts';
import { asAssetTarget, mediaRule } from './media-rule.ts';
import { refusalError } from './refusal-error.ts';

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

/** The answer, which ends early when what opened it is taken back (edge access §12.4). */
async function answerAdmitted(
  { revocations }: GateParts,
  admission: Admission,
  request: HttpRequest,
  handle: AdmittedHandler,
): Promise<HttpAnswer> {
  const { grant } = admission;
  const answer = await handle(admission, request);
  return grant === null ? answer : { ...answer, isWithdrawn: () => revocations.revokes(grant) };
}

const asGated = (handler: RouteHandler): GatedHandler => handler as GatedHandler;

const mediaError = (status: number, message: string): SluiceError =>
  new SluiceError('access/stream-refused', { status, message });

/** `defaultAccess`: how `/stream` treats an asset that nobody has spoken of yet. */
export function createGuard(parts: GateParts, defaultAccess: AssetAccess): Guard {
  const guarded = (rule: AdmissionRule, handle: AdmittedHandler) =>
    asGated(async (request) => {
      const admission = await admit(parts, request, request.rawTarget, rule);
      if (!admission.ok) throw refusalError(admission.reason);
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
        const admission = await admit(parts, request, asAssetTarget(request.rawTarget), rule);
        if (admission.ok) return answerAdmitted(parts, admission, request, handle);
        const { status } = refusalError(admission.reason);
        throw status === 400 ? mediaError(400, 'invalid path') : mediaError(status, 'Forbidden');
      }),
  };
}
