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
export { identityErrors } from './identity-error.ts';
export { createCheckUserJwt, refuseEveryJwt } from './jwt/check-user-jwt.ts';
export { createFetchKeys, createKeySet, type FindProviderKey } from './jwt/create-key-set.ts';
export { providerKey } from './jwt/parse-key-set.ts';
export { createFailedAttempts } from './keys/failed-attempts.ts';
export { createFindKeyOwner } from './keys/find-key-owner.ts';
export { userKeyHandlers } from './keys/key-handlers.ts';
export { readUserBody, readUserQuery } from './keys/read-user-body.ts';
export { decideOwnership, ownerOfNew } from './ownership/decide-ownership.ts';
export { decideStoragePath, decideStoragePrefix, type StoragePath } from './ownership/decide-storage-path.ts';
export { isJobId } from './ownership/job-id.ts';
export { findAssetOwner, findJobOwner, type JobOwner } from './ownership/owner-store.ts';
export { requireGrant, requireOwnership, requireOwnJob, requireSourceKey } from './ownership/require-ownership.ts';
export { providerEventHandlers } from './provider-events/provider-event-handlers.ts';
export { formatUserTime } from './users/format-user-time.ts';
export { createProviderUsers } from './users/provider-users.ts';
export { requireCaller } from './users/require-caller.ts';
export { createResolveUser } from './users/resolve-user.ts';
export { userHandlers } from './users/user-handlers.ts';
export { createUserMemory, type UserMemory } from './users/user-memory.ts';
export { USERS_CHANNEL } from './users/user-store.ts';
