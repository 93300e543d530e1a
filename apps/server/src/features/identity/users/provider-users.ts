import { parseJsonObject } from '@sluice/access';
import type { SafeFetch } from '../../../platform/safe-fetch/create-safe-fetch.ts';
import { identityErrors } from '../identity-error.ts';

/** Users as the back end of the identity provider knows them. */
export interface ProviderUsers {
  /** What it keeps as our id of a user; null where it has no such user. Throws a 503 where it cannot be asked. */
  find(clerkUserId: string): Promise<{ readonly externalId: unknown } | null>;
  /** Tells it our id. Best effort: nothing depends on it. */
  tellExternalId(clerkUserId: string, userId: string): void;
}

export interface ProviderEndpoint {
  /** Address of the Backend API. */
  readonly url: string;
  readonly secretKey: string;
}

const TIMEOUT_MS = 3000;
const MAX_ANSWER_BYTES = 262_144;

/** The Backend API of Clerk (LynxVizion contract §4.4, §4.5). */
export function createProviderUsers(
  { url, secretKey }: ProviderEndpoint,
  fetch: SafeFetch,
  reportFailure: (error: unknown) => void,
): ProviderUsers {
  const call = (method: 'GET' | 'PATCH', clerkUserId: string, body?: Uint8Array) =>
    fetch({
      url: `${url}/v1/users/${encodeURIComponent(clerkUserId)}`,
      method,
      headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body }),
      timeoutMs: TIMEOUT_MS,
      maxAnswerBytes: MAX_ANSWER_BYTES,
    });

  return {
    async find(clerkUserId) {
      const answer = await call('GET', clerkUserId).catch((cause: unknown) => {
        throw identityErrors.unavailable(cause);
      });
      if (answer.status === 404) return null;
      const user = answer.status === 200 ? parseJsonObject(Buffer.from(answer.bytes).toString('utf8')) : null;
      if (user === null) throw identityErrors.unavailable(new Error(`the provider answered ${answer.status}`));
      return { externalId: user.external_id };
    },
    tellExternalId(clerkUserId, userId) {
      const body = new TextEncoder().encode(JSON.stringify({ external_id: userId }));
      call('PATCH', clerkUserId, body)
        .then(({ status }) => {
          if (status !== 200) throw new Error(`the provider answered ${status}`);
        })
        .catch(reportFailure);
    },
  };
}
