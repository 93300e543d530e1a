import { type Static, Type } from 'typebox';
import { userTimestamp as timestamp } from './user-timestamp.ts';

/** Body of `POST /api/keys`. Members that are not named here are ignored. */
export const UserKeyBody = Type.Object({
  name: Type.String({ description: '1 to 100 characters once white space around it is taken off.' }),
});
export type UserKeyBody = Static<typeof UserKeyBody>;

/** Body of `PATCH /api/keys/{key_id}`. */
export const UserKeyPatch = Type.Object({ is_active: Type.Boolean() });
export type UserKeyPatch = Static<typeof UserKeyPatch>;

const keyMembers = {
  id: Type.String({ description: 'A decimal number. Not the key.' }),
  name: Type.String(),
  key_prefix: Type.String({ description: 'How the key is recognized: its first eight digits.' }),
  is_active: Type.Union([Type.Literal(1), Type.Literal(0)]),
  last_used_at: Type.Union([timestamp, Type.Null()], { description: 'To the minute.' }),
  created_at: timestamp,
};

/** An API key of a user, without the key. */
export const UserKeyView = Type.Object({ ...keyMembers, raw_key: Type.Null() });
export type UserKeyView = Static<typeof UserKeyView>;

/** Answer of `POST /api/keys`: the only one that holds the key. */
export const CreatedUserKey = Type.Object({ ...keyMembers, raw_key: Type.String() });
export type CreatedUserKey = Static<typeof CreatedUserKey>;

/** Answer of `GET /api/auth/me`. */
export const UserContext = Type.Object({
  user_id: Type.String({ format: 'uuid' }),
  clerk_user_id: Type.Union([Type.String(), Type.Null()], { description: 'Null where an API key was shown.' }),
  auth_type: Type.Union([Type.Literal('clerk'), Type.Literal('api_key')]),
});
export type UserContext = Static<typeof UserContext>;

/** What the identity provider tells. Members that are not named here are ignored. */
export const ProviderEvent = Type.Object({
  type: Type.String({ description: '`user.updated` and `user.deleted` are heeded.' }),
});

/** What it tells of one of its users. */
export const ProviderUserEvent = Type.Object({
  data: Type.Object({ id: Type.String({ minLength: 1, maxLength: 256, description: 'Id at the provider.' }) }),
});
