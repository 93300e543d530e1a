import { type MacKey, type SyncCrypto, verifyStandardWebhook } from '@sluice/access';
import { ProviderEvent, ProviderUserEvent } from '@sluice/contract';
import { type Clock, unixSeconds } from '../../../ports/clock.ts';
import type { Database } from '../../../ports/database.ts';
import { type HttpRequest, jsonAnswer, noStore, type RouteHandler } from '../../../ports/http-exchange.ts';
import { identityErrors } from '../identity-error.ts';
import { readUserBody } from '../keys/read-user-body.ts';
import { disableProviderUser, tellUsersChanged } from '../users/user-store.ts';

export interface ProviderEventParts {
  readonly database: Database;
  readonly crypto: SyncCrypto;
  readonly clock: Clock;
  /** What the identity provider signs with; null where none is configured, and nobody is believed. */
  readonly webhookKey: MacKey | null;
}

/** Handler of what the identity provider tells of its users (LynxVizion contract §4). Telling it twice changes nothing. */
export function providerEventHandlers({ database, crypto, clock, webhookKey }: ProviderEventParts) {
  function isSigned({ headers, bodyBytes: body }: HttpRequest): boolean {
    const { 'svix-id': id, 'svix-timestamp': timestamp, 'svix-signature': signature } = headers;
    const message = { id, timestamp, signature, body };
    return webhookKey !== null && verifyStandardWebhook(crypto, webhookKey, message, unixSeconds(clock));
  }

  const receiveProviderEvent: RouteHandler = async (request) => {
    if (!isSigned(request)) throw identityErrors.unsignedEvent();
    const { type } = readUserBody(ProviderEvent, request.bodyBytes);
    if (type === 'user.deleted') {
      const { data } = readUserBody(ProviderUserEvent, request.bodyBytes);
      await disableProviderUser(database, data.id);
    }
    // Every process asks again for whom it meets next.
    if (type === 'user.updated') await tellUsersChanged(database);
    return jsonAnswer(200, { ok: true }, noStore);
  };
  return { receiveProviderEvent };
}
