import { type KeyRing, PublicKey } from '@sluice/access';
import type { JsonWebKeySet } from '@sluice/contract';
import { jsonAnswer, type RouteHandler } from '../../../ports/http-exchange.ts';
import { refusalError } from '../refusal-error.ts';

/** Handler of `GET /.well-known/edge-jwks.json` (edge access §18): pending keys included, revoked ones not. */
export function jwksHandler(currentRing: () => KeyRing | null) {
  const readJwks: RouteHandler = async () => {
    const ring = currentRing();
    if (ring === null) throw refusalError('edge_stale');
    const keys = ring.verifyingKeys('edge-jwt-asym').flatMap(({ kid, verifyKey }) => {
      if (!(verifyKey instanceof PublicKey)) return [];
      return [{ ...verifyKey.jwk, kid, alg: verifyKey.alg, use: 'sig' }];
    });
    const set: JsonWebKeySet = { keys };
    return jsonAnswer(200, set, { 'cache-control': 'public, max-age=300' });
  };
  return { readJwks };
}
