import {
  authorize,
  type CarriedCredential,
  extractCredentials,
  type Grant,
  type ParsedPath,
  parsePath,
  type RefusalReason,
  userAgentFingerprint,
  verifyEdgeToken,
} from '@sluice/access';
import { isAssetId } from '../src/features/assets/asset-id.ts';
import { decideVerdict } from './decide-verdict.ts';
import type { EdgeState } from './edge-state.ts';
import { crypto } from './njs-crypto.ts';

/** What a decision depends on. */
export interface RequestFacts {
  readonly rawTarget: string;
  readonly edgeTokenHeader: string | null;
  readonly cookieHeader: string | null;
  readonly clientAddress: string;
  readonly origin: string | null;
  readonly referer: string | null;
  readonly userAgentHeader: string | null;
}

export type Outcome =
  /** `assetId` where a public policy could still open it, else empty. */
  | { readonly kind: 'refuse'; readonly reason: RefusalReason; readonly assetId: string }
  /** Let through. `verdict` names what nginx may remember of it. */
  | { readonly kind: 'allow'; readonly grant: Grant; readonly verdict: string | null }
  /** A credential that only the origin can read: it decides. */
  | { readonly kind: 'ask-origin' };

/** A path is inherited by everything below it, and an embed token opens nothing below. */
const isEmbedInPath = (credential: CarriedCredential): boolean =>
  credential.ok && credential.carrier === 'path' && credential.kind === 'embed-token';

function requestOf({ clientAddress, origin, referer, userAgentHeader }: RequestFacts, { path }: ParsedPath) {
  const named = path.split('/')[2] ?? '';
  return {
    action: 'read',
    resource: { kind: 'path', path, assetId: isAssetId(named) ? named : '' },
    ...{ clientAddress, origin, referer },
    userAgent: userAgentHeader === null ? null : userAgentFingerprint(crypto, userAgentHeader),
  } as const;
}

/** Edge access §9 for edge tokens, after the path has been parsed: credential, grant, decision. */
function authorizeRequest(facts: RequestFacts, parsed: ParsedPath, state: EdgeState, nowSeconds: number) {
  const { ring, revocations } = state;
  if (ring === null) return { ok: false, reason: 'edge_stale' } as const;
  const credentials = extractCredentials({ ...facts, ...parsed });
  if (credentials.some(isEmbedInPath)) return { ok: false, reason: 'token_malformed' } as const;
  let isForeign = false;
  const leave = () => {
    isForeign = true;
    return { ok: false, reason: 'token_invalid' } as const;
  };
  const request = requestOf(facts, parsed);
  const authorization = authorize(crypto, credentials, {
    verifiers: { 'edge-token': (text) => verifyEdgeToken(crypto, ring, text), jwt: leave, 'embed-token': leave },
    ...{ request, nowSeconds, revocations },
  });
  if (!authorization.ok) return isForeign ? ({ ok: false, reason: null } as const) : authorization;
  return { ...authorization, request };
}

/** Decides a request below `/v/` or `/k/`. */
export function decideRequest(facts: RequestFacts, state: EdgeState, nowSeconds: number): Outcome {
  const parsed = parsePath(facts.rawTarget);
  if (!parsed.ok) return { kind: 'refuse', reason: parsed.reason, assetId: '' };
  const authorization = authorizeRequest(facts, parsed, state, nowSeconds);
  if (authorization.ok) {
    const { grant, carrier, request } = authorization;
    const verdict = decideVerdict(facts.rawTarget, { grant, carrier, request, nowSeconds }, state.revocations);
    return { kind: 'allow', grant, verdict };
  }
  if (authorization.reason === null) return { kind: 'ask-origin' };
  const [, area, named = ''] = parsed.path.split('/');
  return { kind: 'refuse', reason: authorization.reason, assetId: area === 'v' && isAssetId(named) ? named : '' };
}
