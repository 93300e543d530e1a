import type { DerivedOnUpload, ProviderForm } from '@sluice/contract';

/** A storage that a deployment is to have from its start. */
export interface BootstrapProvider {
  readonly name: string;
  /** Its credentials are encrypted before they are kept. */
  readonly form: ProviderForm;
}

/** An account that a deployment is to have from its start. */
export interface BootstrapAccount {
  readonly name: string;
  readonly accessKey: string;
  /** The secret itself: hashed like any other, kept nowhere. */
  readonly secretAccessKey: string;
  readonly provider: string;
  /** Beside the main one. */
  readonly providers: readonly string[];
  readonly directory: string;
  /** Null: as it is, and true for a new one. */
  readonly enabled: boolean | null;
  /** 0: for good. */
  readonly dayLimit: number;
  /** What is made of every recording that it uploads. */
  readonly derive: readonly DerivedOnUpload[];
}

/** What `BOOTSTRAP_FILE` says of storage. */
export interface BootstrapStorage {
  readonly providers: readonly BootstrapProvider[];
  readonly accounts: readonly BootstrapAccount[];
}

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
