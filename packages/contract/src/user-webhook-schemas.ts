import { type Static, Type } from 'typebox';
import { userTimestamp as timestamp } from './user-timestamp.ts';

/** Answer of `GET /api/webhook-secret`: that there is one, without it. */
export const UserWebhookSecret = Type.Object({ created_at: timestamp });
export type UserWebhookSecret = Static<typeof UserWebhookSecret>;

/** Answer of `POST /api/webhook-secret`: the only one that holds the secret. */
export const CreatedUserWebhookSecret = Type.Object({
  secret: Type.String({ description: '64 lower-case hexadecimal digits; this text is the key of `X-Signature`.' }),
  created_at: timestamp,
});
export type CreatedUserWebhookSecret = Static<typeof CreatedUserWebhookSecret>;
