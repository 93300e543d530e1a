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

const unending = { notBeforeSeconds: null, renewableUntilSeconds: null, bindings: unbound } as const;

/** The rights of the operator of a deployment, who may act on everything that belongs to anybody. */
export const operatorGrant: Grant = Object.freeze({
  ...unending,
  scheme: 'operator-key',
  keyId: 'operator',
  tokenId: null,
  subject: null,
  resource: { kind: 'everybody' },
  actions: ['manage'],
  expiresAtSeconds: null,
} as const satisfies Grant);

/** The full rights of a user over what is theirs, and over nothing else (LynxVizion contract §8.6). */
export const userGrant = ({ scheme, keyId, tokenId, userId, expiresAtSeconds }: UserGrantOrder): Grant => ({
  ...unending,
  scheme,
  keyId,
  tokenId,
  subject: userId,
  resource: { kind: 'user', userId },
  actions: ['manage'],
  expiresAtSeconds,
});
