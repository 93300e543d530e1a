import type { AccessRequest } from '../access-request.ts';
import type { Crypto } from '../crypto/crypto.ts';
import { chainTimed, settle, type Timed, type Timing } from '../crypto/timing.ts';
import { decide } from '../decide.ts';
import type { Grant, Verification } from '../grant.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { RevocationSet } from '../revocations/revocation-set.ts';
import type { CarriedCredential, Carrier, Credential, CredentialKind } from './credential-carrier.ts';

/** How each kind of credential is verified; a kind without an entry is refused as `token_invalid`. */
export type CredentialVerifiers<T extends Timing> = {
  readonly [Kind in CredentialKind]?: (text: string) => Timed<T, Verification>;
};

/** What a credential is decided against. */
export interface AuthorizeContext<T extends Timing> {
  readonly verifiers: CredentialVerifiers<T>;
  readonly request: AccessRequest;
  readonly nowSeconds: number;
  readonly revocations: RevocationSet;
}

/** The grant that lets the request through and where its credential rode, or why none does. */
export type Authorization = { readonly ok: true; readonly grant: Grant; readonly carrier: Carrier } | Refusal;

/**
 * Verifies and decides the first credential; only when it has expired the next one, so that a renewed cookie or header
 * rescues an old URL. Any other refusal is final (edge-access §7).
 */
export function authorize<T extends Timing>(
  crypto: Crypto<T>,
  credentials: readonly CarriedCredential[],
  context: AuthorizeContext<T>,
): Timed<T, Authorization> {
  const tryFrom = (index: number, last: Refusal): Timed<T, Authorization> => {
    const credential = credentials[index];
    if (credential === undefined) return settle<T, Authorization>(crypto, last);
    if (!credential.ok) return settle<T, Authorization>(crypto, credential);
    return chainTimed(crypto, authorizeOne(crypto, credential, context), (authorization: Authorization) =>
      !authorization.ok && authorization.reason === 'token_expired'
        ? tryFrom(index + 1, authorization)
        : settle<T, Authorization>(crypto, authorization),
    );
  };
  return tryFrom(0, refuse('token_missing'));
}

function authorizeOne<T extends Timing>(
  crypto: Crypto<T>,
  { kind, text, carrier }: Credential,
  { verifiers, request, nowSeconds, revocations }: AuthorizeContext<T>,
): Timed<T, Authorization> {
  const verification = verifiers[kind]?.(text) ?? settle<T, Verification>(crypto, refuse('token_invalid'));
  return chainTimed(crypto, verification, (verified: Verification) => {
    if (!verified.ok) return settle<T, Authorization>(crypto, verified);
    const decision = decide(verified.grant, request, nowSeconds, revocations);
    return settle<T, Authorization>(crypto, decision.ok ? { ok: true, grant: verified.grant, carrier } : decision);
  });
}
