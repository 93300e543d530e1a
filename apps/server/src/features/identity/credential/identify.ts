import type { Caller, HttpRequest } from '../../../ports/http-exchange.ts';
import { identityErrors } from '../identity-error.ts';
import type { FailedAttempts } from '../keys/failed-attempts.ts';
import { readCredential } from './read-credential.ts';

/**
 * Who calls, by all field lines `Authorization` of a request.
 * @throws {SluiceError} `identity/…` with the status and text of LynxVizion contract §6.
 */
export type Identify = (
  lines: readonly string[],
  request: Pick<HttpRequest, 'id' | 'remoteAddress' | 'headers'>,
) => Promise<Caller>;

/** For processes without the routes of users. */
export const identifyNobody: Identify = async () => {
  throw identityErrors.invalidHeader();
};

export interface IdentifyParts {
  /** Null for a key that opens nothing. */
  readonly findKeyOwner: (key: string) => Promise<Caller | null>;
  readonly checkJwt: (token: string) => Promise<Caller>;
  readonly failures: FailedAttempts;
}

/** Checks the one credential that a request shows. An address that showed too many wrong keys is not even looked up. */
export function createIdentify({ findKeyOwner, checkJwt, failures }: IdentifyParts): Identify {
  async function checkKey(key: string | null, address: string): Promise<Caller> {
    const waitSeconds = failures.waitSecondsOf(address);
    if (waitSeconds > 0) throw identityErrors.tooManyFailures(waitSeconds);
    const owner = key === null ? null : await findKeyOwner(key);
    if (owner !== null) return owner;
    failures.count(address);
    throw identityErrors.invalidKey();
  }
  return async (lines, { remoteAddress: address }) => {
    const credential = readCredential(lines);
    switch (credential.kind) {
      case 'none':
        throw credential.refusal;
      case 'jwt':
        return checkJwt(credential.token);
      case 'malformed-key':
        return checkKey(null, address);
      case 'api-key':
        return checkKey(credential.key, address);
    }
  };
}
