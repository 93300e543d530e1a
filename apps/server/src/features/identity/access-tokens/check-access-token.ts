import { timingSafeEqual } from 'node:crypto';
import { videoErrors } from '../../../platform/video-api/video-error.ts';
import type { Database } from '../../../ports/database.ts';
import type { TokenCaller, TokenPermission } from '../../../ports/http-exchange.ts';
import { findAccessToken, secretHash } from './access-token-store.ts';
import { readBasicCredential } from './read-basic-credential.ts';

/**
 * Who calls the video API, by all field lines `Authorization` of a request, and whether they may: `needed` is null where
 * any token does. @throws {SluiceError} 401, 403, or the 429 of a limit.
 */
export type CheckAccessToken = (
  lines: readonly string[],
  needed: TokenPermission | null,
  method: string,
) => Promise<TokenCaller>;

/** For processes without these routes. */
export const refuseAccessTokens: CheckAccessToken = async () => {
  throw videoErrors.unauthorized();
};

/** Throws a 429 where an environment calls too often. */
export type AdmitCall = (environmentId: string, method: string) => Promise<void>;

const nobody = new Uint8Array(32);

/** Looked up with every request: a token that is deleted opens nothing from then on. */
export function createCheckAccessToken(database: Database, admit: AdmitCall): CheckAccessToken {
  return async (lines, needed, method) => {
    const credential = readBasicCredential(lines);
    if (credential === null) throw videoErrors.unauthorized();
    const token = await findAccessToken(database, credential.id);
    const isSecret = timingSafeEqual(secretHash(credential.secret), token?.hash ?? nobody);
    if (token === undefined || !isSecret) throw videoErrors.unauthorized();
    const { id: tokenId, name: tokenName, permissions, environmentId: id, environmentName: name } = token;
    if (needed !== null && !permissions.includes(needed)) throw videoErrors.forbidden(needed);
    await admit(id, method);
    return { tokenId, tokenName, permissions, environment: { id, name } };
  };
}
