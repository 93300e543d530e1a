import { createPublicKey } from 'node:crypto';
import type { Jwk } from '@sluice/access';
import { nodeCrypto } from '../adapters/crypto/node.ts';
import { createNotifications } from '../adapters/database/create-notifications.ts';
import { auditedIdentify } from '../features/access/index.ts';
import {
  createCheckUserJwt,
  createFailedAttempts,
  createFetchKeys,
  createFindKeyOwner,
  createIdentify,
  createKeySet,
  createProviderUsers,
  createResolveUser,
  createUserMemory,
  type FindProviderKey,
  type Identify,
  identifyNobody,
  providerKey,
  refuseEveryJwt,
  USERS_CHANNEL,
  type UserMemory,
} from '../features/identity/index.ts';
import { safeFetchOf } from './networks.ts';
import type { AccessWatch } from './open-access-watch.ts';
import type { Base, Closing } from './open-base.ts';

/** The one key of CLERK_JWT_KEY under every id, or the key set of the provider. */
function openKeys({ config, clock, log }: Base): FindProviderKey {
  if (config.CLERK_JWT_KEY !== '') {
    const jwk = createPublicKey(config.CLERK_JWT_KEY).export({ format: 'jwk' }) as Jwk;
    return async (kid) => providerKey(kid, jwk);
  }
  const url = config.CLERK_JWKS_URL || `${config.CLERK_ISSUER.replace(/\/$/, '')}/.well-known/jwks.json`;
  const reportFailure = (err: unknown): void => log.warn({ err }, 'the keys of the identity provider cannot be had');
  return createKeySet({ fetchKeys: createFetchKeys(url, safeFetchOf(config)), clock, reportFailure });
}

function openProvider({ config, log }: Base) {
  const { CLERK_SECRET_KEY: secretKey, CLERK_API_URL: url } = config;
  if (secretKey === '') return null;
  const reportFailure = (err: unknown): void => log.warn({ err }, 'the identity provider was not told an id');
  return createProviderUsers({ url: url.replace(/\/$/, ''), secretKey }, safeFetchOf(config), reportFailure);
}

function openJwtCheck(base: Base, memory: UserMemory) {
  const { config, clock, database, log } = base;
  if (config.CLERK_ISSUER === '') return refuseEveryJwt;
  if (config.CLERK_AUTHORIZED_PARTIES.length === 0) {
    log.warn('CLERK_AUTHORIZED_PARTIES is empty: tokens that were made for any site of the issuer are taken');
  }
  const rules = {
    issuer: config.CLERK_ISSUER,
    authorizedParties: config.CLERK_AUTHORIZED_PARTIES,
    audiences: config.CLERK_AUDIENCE,
    clockSkewSeconds: config.CLERK_CLOCK_SKEW_S,
  };
  const resolveUser = createResolveUser({ database, memory, provider: openProvider(base) });
  return createCheckUserJwt({ rules, findKey: openKeys(base), resolveUser, crypto: nodeCrypto(), clock });
}

/** How callers of the routes of users are known; `isServed`: whether this process has such routes. */
export async function openIdentity(
  base: Base,
  { writeAudit }: AccessWatch,
  isServed: boolean,
  closings: Closing[],
): Promise<Identify> {
  if (!isServed) return identifyNobody;
  const { clock, connection, database, log } = base;
  const memory = createUserMemory(clock);
  const notifications = await createNotifications({ connection, channel: USERS_CHANNEL, log });
  closings.push(() => notifications.stop());
  notifications.listen(memory.forget);
  const reportFailure = (err: unknown): void => log.warn({ err }, 'the use of an API key could not be noted');
  const identify = createIdentify({
    findKeyOwner: createFindKeyOwner({ database, crypto: nodeCrypto(), clock, reportFailure }),
    checkJwt: openJwtCheck(base, memory),
    failures: createFailedAttempts(clock),
  });
  return auditedIdentify(identify, writeAudit);
}
