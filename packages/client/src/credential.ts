/** That of the operator of a deployment. */
export interface OperatorCredential {
  /** `API_KEY` of the deployment, sent as `X-API-Key`. Keep it on a back end. */
  readonly apiKey: string;
  readonly userKey?: never;
  readonly userToken?: never;
}

interface UserKeyCredential {
  /** API key of a user, `lvz_live_…`, sent as `Authorization`. */
  readonly userKey: string;
  readonly apiKey?: never;
  readonly userToken?: never;
}

interface UserTokenCredential {
  /** JWT of the identity provider, sent behind `Bearer`. A function is asked before every call: such tokens live a minute. */
  readonly userToken: string | (() => string | Promise<string>);
  readonly apiKey?: never;
  readonly userKey?: never;
}

/** Either of a user: their calls reach what is theirs. */
export type UserCredential = UserKeyCredential | UserTokenCredential;

export type Credential = OperatorCredential | UserCredential;

/**
 * The header fields that show a credential, as they are at each call.
 * @throws {TypeError} where there is none, or more than one.
 */
export function readCredential({
  apiKey,
  userKey,
  userToken,
}: Credential): () => Promise<Readonly<Record<string, string>>> {
  if ([apiKey, userKey, userToken].filter((given) => given !== undefined).length !== 1) {
    throw new TypeError('exactly one of apiKey, userKey and userToken is needed');
  }
  if (apiKey !== undefined) return async () => ({ 'x-api-key': apiKey });
  if (userKey !== undefined) return async () => ({ authorization: userKey });
  return async () => ({ authorization: `Bearer ${typeof userToken === 'function' ? await userToken() : userToken}` });
}
