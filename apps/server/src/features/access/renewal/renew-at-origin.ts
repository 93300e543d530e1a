import { type ClientFacts, type Grant, refuse } from '@sluice/access';
import type { EdgeOrigin } from '../../../ports/edge-origin.ts';
import type { RouteHandler } from '../../../ports/http-exchange.ts';
import type { AskEntitlement } from '../entitlement/entitlement.ts';
import { canSignLike, type TokenSigner } from '../issue/sign-grant.ts';
import { createRenewal, type Renew, type RenewalParts } from './create-renewal.ts';
import { tokenOf } from './renewal-handlers.ts';

/** Handler of `POST /v1/playback/tokens/renew` on an edge without a database: the origin renews and keeps the register. */
export function originRenewalHandlers(origin: Pick<EdgeOrigin, 'renew'>) {
  const renewPlaybackToken: RouteHandler = async (request) => {
    const { headers, remoteAddress } = request;
    return origin.renew({
      token: tokenOf(request),
      client_address: remoteAddress,
      origin: headers.origin ?? null,
      referer: headers.referer ?? null,
      user_agent: headers['user-agent'] ?? null,
    });
  };
  return { renewPlaybackToken };
}

/** Whether the viewer may go on watching, as the origin knows it. It takes the token back itself where not. */
export const askEntitlementAtOrigin =
  (origin: Pick<EdgeOrigin, 'askEntitlement'>): AskEntitlement =>
  async ({ subject, assetId, tokenId }) =>
    tokenId === null ? 'unknown' : origin.askEntitlement({ subject, asset_id: assetId, token_id: tokenId });

/** Renewal in passing on such an edge: signed here where the key is here, left to the player's own call where not. */
export function createEdgeRenewal(parts: Omit<RenewalParts, 'revoke'> & TokenSigner): Renew {
  const renew = createRenewal({ ...parts, revoke: async () => undefined });
  return async (grant: Grant, client: ClientFacts) =>
    canSignLike(grant, parts) ? renew(grant, client) : refuse('not_renewable');
}
