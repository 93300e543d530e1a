import { type Grant, unbound } from '../grant.ts';

/** Who a credential of a user speaks for, and how it does. */
export interface UserGrantOrder {
  readonly scheme: 'api-key' | 'user-jwt';
  /** Id of the record of the API key, or of the key that signed the JWT. */
  readonly keyId: string;
  /** Id of the session, where there is one. */
  readonly tokenId: string | null;
  readonly userId: string;
  readonly expiresAtSeconds: number | null;
}

/** The full rights of a user over what is theirs, and over nothing else (LynxVizion contract §8.6). */
export const userGrant = ({ scheme, keyId, tokenId, userId, expiresAtSeconds }: UserGrantOrder): Grant => ({
  scheme,
  keyId,
  tokenId,
  subject: userId,
  resource: { kind: 'user', userId },
  actions: ['manage'],
  notBeforeSeconds: null,
  expiresAtSeconds,
  renewableUntilSeconds: null,
  bindings: unbound,
});
