import { type Credential, embedTokenLabel, type KeyClass, parseEdgeJwt, parseEdgeToken } from '@sluice/access';

/** What an operator may see of a credential whose signature nobody has checked yet. */
export interface UncheckedClaims {
  readonly form: string;
  /** Null for a credential that no key signs. */
  readonly key: { readonly kid: string; readonly classes: readonly KeyClass[] } | null;
}

/** Form and key id of a credential, never its text; null when it does not parse. */
export function readClaims({ kind, text }: Credential): UncheckedClaims | null {
  const size = `${text.length} characters`;
  switch (kind) {
    case 'edge-token': {
      const parsed = parseEdgeToken(text);
      if (!parsed.ok) return null;
      return { form: `an HMAC token of ${size}`, key: { kid: parsed.claims.keyId, classes: ['edge-hmac'] } };
    }
    case 'jwt': {
      const parsed = parseEdgeJwt(text);
      if (!parsed.ok) return null;
      const { kid, alg } = parsed.jws;
      return { form: `a JWT (${alg}) of ${size}`, key: { kid, classes: ['edge-jwt-sym', 'edge-jwt-asym'] } };
    }
    case 'origin-secret':
      return { form: `the secret of a CDN, of ${size}`, key: null };
    case 'embed-token':
      return { form: `the embed token ${embedTokenLabel(text)}`, key: null };
  }
}
