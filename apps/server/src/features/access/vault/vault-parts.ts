import type { KeyRing, RevocationSet, SyncCrypto, UriExpiryBounds } from '@sluice/access';
import type { Clock } from '../../../ports/clock.ts';
import type { Database } from '../../../ports/database.ts';
import type { Accounts, Providers } from '../../storage/index.ts';
import type { WriteAudit } from '../audit/audit-record.ts';
import type { RevocationFeed } from '../revocations/revocation-feed.ts';

/** What URLs of objects of providers are given and taken with. */
export interface VaultParts {
  readonly crypto: SyncCrypto;
  /** Null where there is no key: nothing is signed and nothing opens. */
  readonly keys: KeyRing | null;
  readonly clock: Clock;
  readonly revocations: RevocationSet;
  readonly feed: Pick<RevocationFeed, 'refresh'>;
  readonly database: Database;
  readonly accounts: Pick<Accounts, 'findAccount'>;
  readonly providers: Providers;
  readonly writeAudit: WriteAudit;
  /** Base of the URLs that are given. */
  readonly publicUrl: () => string;
  /** Whether a URL of ours is given where the provider could sign one itself. */
  readonly signsAlways: boolean;
  readonly expiry: UriExpiryBounds;
  readonly maxBulkItems: number;
}
