import type { EmbedRecord, GrantCache, KeyRing, RevocationSet, SyncCrypto } from '@sluice/access';
import type { Clock } from '../../ports/clock.ts';
import type { AssetDirectory } from '../assets/index.ts';
import type { TokenLimits } from './limits/token-limits.ts';

export interface GateParts {
  readonly directory: AssetDirectory;
  readonly crypto: SyncCrypto;
  readonly ring: () => KeyRing | null;
  /** Of tokens whose signature was good. */
  readonly grants: GrantCache;
  readonly clock: Clock;
  readonly revocations: RevocationSet;
  /** Whose JWTs open something. */
  readonly issuer: string;
  /** What stands behind an embed token, by its hash. */
  readonly findEmbedRecord: (tokenHash: string) => Promise<EmbedRecord | null>;
  /** Public address of this deployment, where embed pages are. */
  readonly ownUrl?: () => string;
  /** Counts a play of an embed token; false when it has none left. */
  readonly countPlay: (embedId: string, nowSeconds: number) => Promise<boolean>;
  readonly tokenLimits: TokenLimits;
}
