import type { Crypto } from '../crypto/crypto.ts';
import { mapTimed, settle, type Timed, type Timing } from '../crypto/timing.ts';
import type { Action, Grant, Verification } from '../grant.ts';
import { isMacKeyRecord } from '../keys/key-record.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { refuse } from '../refusal.ts';
import { type EdgeTokenClaims, parseEdgeToken } from './edge-token.ts';

const actions: readonly Action[] = ['read'];

/**
 * The grant of an edge token, kind A (edge-access §4). `token_malformed` when it does not parse, `token_invalid` when
 * its key is unknown or its signature is wrong, which look the same. Everything else is for `decide`.
 */
export function verifyEdgeToken<T extends Timing>(
  crypto: Crypto<T>,
  ring: KeyRing,
  token: string,
): Timed<T, Verification> {
  const parsed = parseEdgeToken(token);
  if (!parsed.ok) return settle(crypto, parsed);
  const key = ring.verifyingKey('edge-hmac', parsed.claims.keyId);
  const { body, claims, mac } = parsed;
  if (key === null || !isMacKeyRecord(key) || mac === null) return settle(crypto, refuse('token_invalid'));
  return mapTimed(crypto, crypto.verifyHmacSha256(key.verifyKey, body, mac), (isMatch: boolean) =>
    isMatch ? { ok: true, grant: edgeTokenGrant(claims) } : refuse('token_invalid'),
  );
}

function edgeTokenGrant(claims: EdgeTokenClaims): Grant {
  return {
    scheme: 'edge-token',
    keyId: claims.keyId,
    tokenId: claims.tokenId,
    subject: claims.subject,
    resource: { kind: 'paths', assetIds: [claims.assetId], patterns: claims.patterns },
    actions,
    notBeforeSeconds: claims.notBeforeSeconds,
    expiresAtSeconds: claims.expiresAtSeconds,
    renewableUntilSeconds: claims.renewableUntilSeconds,
    bindings: claims.bindings,
  };
}
