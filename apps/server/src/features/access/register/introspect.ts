import { type Grant, type RevocationSet, unbound } from '@sluice/access';
import type { PlaybackTokenState } from '@sluice/contract';
import type { StoredEmbedToken } from '../embed/embed-store.ts';
import type { RegisteredToken, Sighting } from './token-register.ts';

/** As much of the grant as a revocation looks at. */
const grantOf = (row: RegisteredToken): Grant => ({
  scheme: row.kind === 'jwt' ? 'edge-jwt' : 'edge-token',
  keyId: row.kid,
  tokenId: row.id,
  subject: row.subject,
  resource: { kind: 'paths', assetIds: [row.asset_id], patterns: [] },
  actions: [],
  notBeforeSeconds: row.not_before_seconds,
  ...(row.kind === 'jwt' ? { issuedAtSeconds: row.issued_seconds } : {}),
  expiresAtSeconds: row.expires_seconds,
  renewableUntilSeconds: row.renewable_until_seconds,
  bindings: unbound,
});

/** State of a token, without the token (edge access §19). `pending` is what is not written yet. */
export function describeToken(
  row: RegisteredToken & { readonly networks: number },
  pending: Sighting | null,
  revocations: RevocationSet,
): PlaybackTokenState {
  return {
    token_id: row.id,
    asset_id: row.asset_id,
    subject: row.subject,
    kind: row.kind,
    deliver_via: row.deliver_via,
    issued_at: row.issued_seconds,
    expires_at: row.expires_seconds,
    renew_until: row.renewable_until_seconds,
    renewals: row.renewals,
    revoked: revocations.revokes(grantOf(row)),
    last_seen_at: pending?.atSeconds ?? row.last_seen_seconds,
    networks: Math.max(row.networks, pending?.networks.length ?? 0),
  };
}

/** The same of an embed token; one that is switched off counts as revoked. */
export function describeEmbedToken(
  row: StoredEmbedToken,
  pending: Sighting | null,
  revocations: RevocationSet,
): PlaybackTokenState {
  const grant: Grant = {
    scheme: 'embed-token',
    keyId: row.id,
    tokenId: row.id,
    subject: row.subject,
    resource: { kind: 'paths', assetIds: [row.asset_id], patterns: [] },
    actions: [],
    notBeforeSeconds: null,
    issuedAtSeconds: row.created_seconds,
    expiresAtSeconds: row.expires_seconds,
    renewableUntilSeconds: null,
    bindings: unbound,
  };
  return {
    token_id: row.id,
    asset_id: row.asset_id,
    subject: row.subject,
    kind: 'opaque',
    deliver_via: 'edge',
    issued_at: row.created_seconds,
    expires_at: row.expires_seconds,
    renew_until: null,
    renewals: 0,
    revoked: !row.is_active || revocations.revokes(grant),
    last_seen_at: pending?.atSeconds ?? row.last_used_seconds,
    networks: pending?.networks.length ?? 0,
  };
}
