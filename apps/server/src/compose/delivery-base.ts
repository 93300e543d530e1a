import type { EmbedRecord } from '@sluice/access';
import type { Config } from '../config/index.ts';
import { countPlay, findEmbedRecord, type RenewalRecord, recordRenewal } from '../features/access/index.ts';
import { type AssetDirectory, type ContentKey, findContentKey, type KeyEncryption } from '../features/assets/index.ts';
import type { Metrics } from '../http/index.ts';
import type { Logger } from '../platform/logger.ts';
import type { Clock } from '../ports/clock.ts';
import type { Database } from '../ports/database.ts';
import type { ObjectReader } from '../ports/object-store.ts';

/** What delivery asks of the deployment's state, wherever that is. */
export interface DeliveryState {
  findEmbedRecord(tokenHash: string): Promise<EmbedRecord | null>;
  countPlay(embedId: string, nowSeconds: number): Promise<boolean>;
  findContentKey(assetId: string, kid: string): Promise<ContentKey | null>;
  recordRenewal(renewed: RenewalRecord): Promise<void>;
}

/** What the rooms of delivery and health need, of a process with a database and of an edge without one. */
export interface DeliveryBase {
  readonly config: Config;
  readonly log: Logger;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly directory: AssetDirectory;
  readonly media: ObjectReader;
  /** Whether slices of large objects are kept nearer than `media`. */
  readonly keepsSlices: boolean;
  readonly state: DeliveryState;
}

/** The state as this process finds it in its database. */
export const databaseState = (database: Database, keyEncryption: KeyEncryption): DeliveryState => ({
  findEmbedRecord: (tokenHash) => findEmbedRecord(database, tokenHash),
  countPlay: (embedId, nowSeconds) => countPlay(database, embedId, nowSeconds),
  findContentKey: (assetId, kid) => findContentKey(database, keyEncryption, { assetId, kid }),
  recordRenewal: (renewed) => recordRenewal(database, renewed),
});
