import { type CredentialKind, parsePath, type Refusal, type RefusalReason, type SchemeName } from '@sluice/access';
import type { HttpRequest } from '../../ports/http-exchange.ts';
import { type Admission, type AdmissionRule, admit, credentialsOf, type GateParts } from './gate.ts';

/** The kinds of edge access §19 and a CDN that fetches; `none` where nothing was presented or looked at, `unknown` for what is no token. */
type DecidedKind = 'hmac' | 'jwt' | 'opaque' | 'origin' | 'none' | 'unknown';

/** Told of every decision of the gate and how long it took (edge access §21). */
export type ObserveDecision = (code: RefusalReason | 'ok', kind: DecidedKind, seconds: number) => void;

const kindOfCredential: Readonly<Record<CredentialKind, DecidedKind>> = {
  'edge-token': 'hmac',
  jwt: 'jwt',
  'embed-token': 'opaque',
  'origin-secret': 'origin',
};
const kindOfScheme: Readonly<Partial<Record<SchemeName, DecidedKind>>> = {
  'edge-token': 'hmac',
  'edge-jwt': 'jwt',
  'embed-token': 'opaque',
  'cdn-origin': 'origin',
};

/** The kind of the first credential, which is the one that was refused unless it had merely ended. */
function refusedKind(request: HttpRequest, rawTarget: string): DecidedKind {
  const parsed = parsePath(rawTarget);
  const [first] = parsed.ok ? credentialsOf(request, parsed) : [];
  if (first === undefined) return 'none';
  return first.ok ? kindOfCredential[first.kind] : 'unknown';
}

function kindOf(decision: Admission | Refusal, request: HttpRequest, rawTarget: string): DecidedKind {
  if (!decision.ok) return refusedKind(request, rawTarget);
  return decision.grant === null ? 'none' : (kindOfScheme[decision.grant.scheme] ?? 'unknown');
}

/** As {@link admit}, and tells of it. */
export async function admitObserved(
  parts: GateParts & { readonly observeDecision: ObserveDecision },
  request: HttpRequest,
  rawTarget: string,
  rule: AdmissionRule,
): Promise<Admission | Refusal> {
  const beganMs = performance.now();
  const decision = await admit(parts, request, rawTarget, rule);
  const seconds = (performance.now() - beganMs) / 1000;
  parts.observeDecision(decision.ok ? 'ok' : decision.reason, kindOf(decision, request, rawTarget), seconds);
  return decision;
}
