import {
  edgeJwtClaims,
  edgeTokenOrder,
  type Grant,
  isMacKeyRecord,
  issueEdgeJwt,
  issueEdgeToken,
  type KeyRing,
  type SyncCrypto,
} from '@sluice/access';
import { refusalError } from '../refusal-error.ts';

/** What signs playback tokens. */
export interface TokenSigner {
  readonly crypto: SyncCrypto;
  readonly ring: () => KeyRing | null;
  /** `iss` of JWTs. */
  readonly issuer: string;
}

export type SignedKind = 'hmac' | 'jwt';

/** The key that signs tokens of this kind now: for a JWT the one that others can verify, where there is one. */
export function signingKeyOf(kind: SignedKind, ring: KeyRing | null) {
  const key =
    kind === 'hmac'
      ? ring?.signingKey('edge-hmac')
      : (ring?.signingKey('edge-jwt-asym') ?? ring?.signingKey('edge-jwt-sym'));
  if (key == null) throw refusalError('edge_stale');
  return key;
}

/** The kind of token that says what `grant` says. */
export const kindOf = ({ scheme }: Grant): SignedKind => (scheme === 'edge-jwt' ? 'jwt' : 'hmac');

/** Whether this process holds the key that signs such tokens: an edge has no private key of a pair. */
export const canSignLike = (grant: Grant, { ring }: Pick<TokenSigner, 'ring'>): boolean =>
  signingKeyOf(kindOf(grant), ring()).signKey !== null;

/** A token that gives `grant`. Throws a RangeError when its kind cannot say it. */
export function signGrant(grant: Grant, { crypto, ring, issuer }: TokenSigner): { token: string; kid: string } {
  const kind = kindOf(grant);
  const key = signingKeyOf(kind, ring());
  if (kind === 'jwt') return { token: issueEdgeJwt(crypto, key, edgeJwtClaims(grant, issuer)), kid: key.kid };
  if (!isMacKeyRecord(key)) throw refusalError('edge_stale');
  return { token: issueEdgeToken(crypto, key, edgeTokenOrder(grant)), kid: key.kid };
}
