import type { TokenPermission } from './http-exchange.ts';

/** A user that a deployment is to have from its start. */
export interface BootstrapUser {
  /** A UUID in lower case. */
  readonly id: string;
  /** Their id at the identity provider; null for one who has nothing but keys. */
  readonly externalId: string | null;
  readonly apiKeys: readonly BootstrapKey[];
}

/** An access token of the video API that a deployment is to have from its start. */
export interface BootstrapToken {
  /** A UUID in lower case. */
  readonly id: string;
  /** Hashed like any other, kept nowhere. */
  readonly secret: string;
  /** Name of an environment, made where there is none. */
  readonly environment: string;
  readonly name: string;
  readonly permissions: readonly TokenPermission[];
}

export interface BootstrapKey {
  readonly name: string;
  /** The key itself: hashed like any other, kept nowhere. */
  readonly rawKey: string;
}
