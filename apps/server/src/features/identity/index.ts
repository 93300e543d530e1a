export {
  type AccessTokenRecord,
  createAccessToken,
  deleteAccessToken,
  listAccessTokens,
  tokenPermissions,
} from './access-tokens/access-token-store.ts';
export {
  type CheckAccessToken,
  createCheckAccessToken,
  refuseAccessTokens,
} from './access-tokens/check-access-token.ts';
export { ensureEnvironment, listEnvironments } from './access-tokens/environment-store.ts';
export { provisionAccessTokens } from './access-tokens/provision-access-tokens.ts';
export { whoAmIHandlers } from './access-tokens/whoami-handler.ts';
export { provisionUsers } from './bootstrap/provision-users.ts';
export { createApiKeyCheck } from './check-api-key.ts';
export { createEdgeSecretCheck } from './check-edge-secret.ts';
export { createIdentify, type Identify, identifyNobody } from './credential/identify.ts';
export { createCheckUserJwt, refuseEveryJwt } from './jwt/check-user-jwt.ts';
export { createFetchKeys, createKeySet, type FindProviderKey } from './jwt/create-key-set.ts';
export { providerKey } from './jwt/parse-key-set.ts';
export { createFailedAttempts } from './keys/failed-attempts.ts';
export { createFindKeyOwner } from './keys/find-key-owner.ts';
export { userKeyHandlers } from './keys/key-handlers.ts';
export { createProviderUsers } from './users/provider-users.ts';
export { createResolveUser } from './users/resolve-user.ts';
export { userHandlers } from './users/user-handlers.ts';
export { createUserMemory, type UserMemory } from './users/user-memory.ts';
