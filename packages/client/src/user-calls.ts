import type { CreatedUserWebhookSecret, UserContext, UserWebhookSecret } from '@sluice/contract';
import type { CallOptions } from './call-options.ts';
import type { Connection } from './connection.ts';
import { orNull } from './or-null.ts';

/** What a user does for themselves. */
export interface UserCalls {
  /** Who the credential says is calling. */
  whoAmI(options?: CallOptions): Promise<UserContext>;
  /** Makes the secret that callbacks of one's jobs are signed with. The answer is the only one that holds it. */
  renewWebhookSecret(options?: CallOptions): Promise<CreatedUserWebhookSecret>;
  /** Null where there is none. */
  findWebhookSecret(options?: CallOptions): Promise<UserWebhookSecret | null>;
  /** Ends it: callbacks fail until there is another. */
  deleteWebhookSecret(options?: CallOptions): Promise<void>;
}

const SECRET = '/api/webhook-secret';

export function createUserCalls(send: Connection['send']): UserCalls {
  return {
    whoAmI: ({ signal } = {}) => send({ method: 'GET', path: '/api/auth/me', signal }),
    renewWebhookSecret: ({ signal } = {}) => send({ method: 'POST', path: SECRET, signal }),
    findWebhookSecret: ({ signal } = {}) => orNull(send({ method: 'GET', path: SECRET, signal })),
    deleteWebhookSecret: async ({ signal } = {}) => void (await send({ method: 'DELETE', path: SECRET, signal })),
  };
}
