import {
  parseUserJwt,
  type SyncCrypto,
  type UserJwt,
  type UserJwtRules,
  userGrant,
  verifyUserJwt,
} from '@sluice/access';
import { type Clock, unixSeconds } from '../../../ports/clock.ts';
import type { Caller } from '../../../ports/http-exchange.ts';
import { identityErrors } from '../identity-error.ts';
import type { FindProviderKey } from './create-key-set.ts';

export interface JwtCheckParts {
  readonly rules: UserJwtRules;
  readonly findKey: FindProviderKey;
  readonly resolveUser: (jwt: UserJwt) => Promise<string>;
  readonly crypto: SyncCrypto;
  readonly clock: Clock;
}

/** For a deployment without an identity provider. */
export const refuseEveryJwt = async (): Promise<Caller> => {
  throw identityErrors.invalidToken();
};

/** Who shows this JWT. Nothing of it is believed, and its user is not looked up, before its signature is found good. */
export function createCheckUserJwt({ rules, findKey, resolveUser, crypto, clock }: JwtCheckParts) {
  return async (token: string): Promise<Caller> => {
    const parsed = parseUserJwt(token);
    if (!parsed.ok) throw identityErrors.invalidToken();
    const key = await findKey(parsed.kid);
    const jwt = verifyUserJwt(crypto, parsed, key, rules, unixSeconds(clock));
    if (!jwt.ok) {
      throw jwt.reason === 'token_expired' ? identityErrors.tokenExpired() : identityErrors.invalidToken();
    }
    const userId = await resolveUser(jwt);
    const { keyId, sessionId: tokenId, expiresAtSeconds, subject: clerkUserId, actor } = jwt;
    const grant = userGrant({ scheme: 'user-jwt', keyId, tokenId, userId, expiresAtSeconds });
    return { userId, clerkUserId, authType: 'clerk', grant, actor };
  };
}
