import { credentialKind, parseEdgeJwt, parseEdgeToken } from '@sluice/access';
import type { AuditRecord } from './audit-record.ts';

type Claims = Partial<Pick<AuditRecord, 'token_id' | 'sub' | 'asset' | 'kid'>>;

/** What a token that we signed says of itself; nothing of an opaque one, and of what is none. Checks no signature. */
export function tokenClaims(text: string): Claims {
  switch (credentialKind(text)) {
    case 'edge-token': {
      const parsed = parseEdgeToken(text);
      if (!parsed.ok) return {};
      const { tokenId, subject, assetId, keyId } = parsed.claims;
      return { token_id: tokenId, sub: subject, asset: assetId, kid: keyId };
    }
    case 'jwt': {
      const parsed = parseEdgeJwt(text);
      if (!parsed.ok) return {};
      const { tokenId, subject, assetIds } = parsed.claims;
      return { token_id: tokenId, sub: subject, asset: assetIds.join(' '), kid: parsed.jws.kid };
    }
    default:
      return {};
  }
}
