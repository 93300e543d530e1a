import type { DerivedOnUpload } from '@sluice/contract';

/** Who stores and reads objects with an access key of their own (Kerberos Vault contract §2). */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly accessKey: string;
  readonly enabled: boolean;
  /** The main provider: where a request names none. */
  readonly provider: string;
  /** Every provider that it may name, the main one included. They need not exist. */
  readonly providers: ReadonlySet<string>;
  /** Every key of its objects begins with this and a slash; `*`: it chooses freely. */
  readonly directory: string;
  /** Days that objects below its directory are to be kept. */
  readonly dayLimit?: number;
  /** What is made of every recording that it uploads; absent: nothing. */
  readonly derive?: readonly DerivedOnUpload[];
}
