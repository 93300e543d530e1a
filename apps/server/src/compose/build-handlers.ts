import { fileURLToPath } from 'node:url';
import {
  auditedHandlers,
  createGuard,
  createRevoke,
  edgeOriginHandlers,
  embedHandlers,
  explainHandlers,
  renewalHandlers,
  revocationHandlers,
  signingKeyHandlers,
  subrequestHandlers,
  tokenHandlers,
} from '../features/access/index.ts';
import { assetHandlers } from '../features/assets/index.ts';
import { jobHandlers } from '../features/jobs/index.ts';
import {
  bearerKeyHandlers,
  edgeObjectHandlers,
  gatedHandlers,
  loadPlayerFiles,
  playerHandlers,
} from '../features/playback/index.ts';
import { storageHandlers } from '../features/storage/index.ts';
import { type HandlerTable, healthHandlers, type ReadinessCheck } from '../http/index.ts';
import type { ObjectCache } from '../ports/object-cache.ts';
import { accessParts, deliveryParts } from './delivery-parts.ts';
import type { AccessWatch } from './open-access-watch.ts';
import type { Base } from './open-base.ts';
import { openCdns } from './open-cdns.ts';
import type { EdgeFeeds } from './open-edge-feeds.ts';
import { openEntitlement } from './open-entitlement.ts';

const PLAYER_FOLDER = fileURLToPath(new URL('../../../../packages/player/dist/', import.meta.url));

function readinessChecks({ database, source, media }: Base): readonly ReadinessCheck[] {
  return [
    { name: 'postgres', check: async () => void (await database.selectNoFrom((e) => e.lit(1).as('one')).execute()) },
    { name: 'source bucket', check: () => source.check() },
    { name: 'media bucket', check: () => media.check() },
  ];
}

export async function buildHandlers(
  base: Base,
  feeds: EdgeFeeds,
  disk: ObjectCache | null,
  publicUrl: () => string,
  watch: AccessWatch,
): Promise<HandlerTable> {
  const { clock, config, database, directory } = base;
  const feed = feeds.revocations;
  const parts = { ...deliveryParts(base, disk, feeds.ring.current, feed), ...watch, licenceHost: publicUrl };
  const revoke = createRevoke(database, clock, feed);
  const access = accessParts(base, parts, feeds.sightings, publicUrl, openEntitlement(base, parts.crypto), revoke);
  return {
    ...jobHandlers({
      ...base,
      limits: { maxBytes: config.MAX_FILE_SIZE, largeBytes: config.LARGE_FILE_THRESHOLD },
      defaultAccess: config.DEFAULT_ASSET_ACCESS,
    }),
    ...storageHandlers(base.source, config.MAX_FILE_SIZE),
    ...assetHandlers(database, directory),
    ...auditedHandlers(watch.writeAudit, {
      ...tokenHandlers({ ...access, database, publicUrl, cdns: openCdns(config) }),
      ...renewalHandlers(access),
      ...signingKeyHandlers({ ...base, cdns: config.cdns, ringFeed: feeds.ring, revoke }),
      ...embedHandlers({ ...access, database, feed, publicUrl }),
      ...revocationHandlers({ database, clock, feed, revoke }),
    }),
    ...explainHandlers(parts, config.DEFAULT_ASSET_ACCESS),
    ...subrequestHandlers(parts, config.EDGE_PROXY_SECRET, config.DEFAULT_ASSET_ACCESS),
    ...edgeOriginHandlers({ ...base, feed, ringFeed: feeds.ring }),
    ...edgeObjectHandlers(base.media),
    ...bearerKeyHandlers(parts),
    ...gatedHandlers(createGuard(access, config.DEFAULT_ASSET_ACCESS), parts, parts),
    ...playerHandlers(await loadPlayerFiles(PLAYER_FOLDER)),
    ...healthHandlers(readinessChecks(base), base.metrics),
  };
}
