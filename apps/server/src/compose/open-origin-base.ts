import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { decodeBase64url } from '@sluice/access';
import type { EdgeAsset } from '@sluice/contract';
import type { Presentation } from '@sluice/media';
import { measuredObjectReader } from '../adapters/object-store/measured-object-store.ts';
import { createHttpEdgeOrigin } from '../adapters/origin/http/create-http-edge-origin.ts';
import { createOriginObjectReader } from '../adapters/origin/http/create-origin-object-reader.ts';
import { createOriginConnection } from '../adapters/origin/http/origin-connection.ts';
import type { Config } from '../config/index.ts';
import { embedRecordAtOrigin } from '../features/access/index.ts';
import { type Asset, type ContentKey, createAssetDirectory, lastGood } from '../features/assets/index.ts';
import { createMetrics } from '../http/index.ts';
import { createLogger } from '../platform/logger.ts';
import type { Clock } from '../ports/clock.ts';
import type { EdgeOrigin } from '../ports/edge-origin.ts';
import { isSluiceError } from '../ports/sluice-error.ts';
import type { DeliveryBase, DeliveryState } from './delivery-base.ts';
import type { Closing } from './open-base.ts';
import { type Caches, openCaches } from './open-caches.ts';

/** What an edge without a database needs: the origin in the place of database and store. */
export interface OriginBase extends DeliveryBase {
  readonly origin: EdgeOrigin;
  readonly caches: Caches;
}

/** The same after a restart, and another for every edge: of the machine and the folder. */
const nodeName = ({ DATA_DIR }: Config): string =>
  `${hostname().replace(/[^A-Za-z0-9._-]/g, '-')}:${createHash('sha256').update(DATA_DIR).digest('hex').slice(0, 12)}`;

const assetOf = (told: EdgeAsset): Asset => ({
  id: told.id,
  access: told.access,
  presentation: told.presentation as Presentation | null,
  contentKid: told.content_kid,
  isLive: told.is_live === true,
  createdAt: new Date(told.created_at),
  updatedAt: new Date(told.updated_at),
});

/** A content key never changes under its id, so that it is asked for once while it is in memory. */
async function findKey(
  { memory }: Caches,
  origin: EdgeOrigin,
  assetId: string,
  kid: string,
): Promise<ContentKey | null> {
  return memory.find<ContentKey | null>(
    `key ${assetId} ${kid}`,
    async () => {
      const found = await origin.findContentKey(assetId, kid);
      const key = found === null ? null : decodeBase64url(found.key);
      return { value: key === null ? null : { kid, key }, bytes: 256 };
    },
    (key) => key !== null,
  );
}

const originState = (origin: EdgeOrigin, caches: Caches): DeliveryState => ({
  findEmbedRecord: (tokenHash) => embedRecordAtOrigin(origin, tokenHash),
  countPlay: (embedId) => origin.countPlay(embedId),
  findContentKey: (assetId, kid) => findKey(caches, origin, assetId, kid),
  recordRenewal: ({ id, kid, not_before_seconds, expires_seconds }) =>
    origin.note({
      sightings: [],
      renewals: [{ token_id: id, kid, not_before: not_before_seconds, expires: expires_seconds }],
    }),
});

export function openOriginBase(config: Config, closings: Closing[]): OriginBase {
  const log = createLogger(config.LOG_LEVEL);
  const clock: Clock = { nowMs: () => Date.now() };
  const metrics = createMetrics();
  const connection = createOriginConnection(config.EDGE_ORIGIN, config.EDGE_SECRET);
  closings.push(async () => connection.stop());
  const origin = createHttpEdgeOrigin(connection, nodeName(config));
  const caches = openCaches({ config, log }, closings);
  const findAsset = lastGood(
    async (id) => {
      const told = await origin.findAsset(id);
      return told === null ? null : assetOf(told);
    },
    { isOutage: (error) => isSluiceError(error, 'access/edge-stale'), onGone: caches.purge },
  );
  return {
    config,
    log,
    clock,
    metrics,
    origin,
    caches,
    directory: createAssetDirectory(findAsset, clock),
    media: measuredObjectReader(createOriginObjectReader(connection), (operation, result, seconds) =>
      metrics.countStoreOperation({ role: 'media', driver: 'origin', operation, result }, seconds),
    ),
    keepsSlices: true,
    state: originState(origin, caches),
  };
}
