/** A user that a deployment is to have from its start. */
export interface BootstrapUser {
  /** A UUID in lower case. */
  readonly id: string;
  /** Their id at the identity provider; null for one who has nothing but keys. */
  readonly externalId: string | null;
  readonly apiKeys: readonly BootstrapKey[];
}

export interface BootstrapKey {
  readonly name: string;
  /** The key itself: hashed like any other, kept nowhere. */
  readonly rawKey: string;
}
