import {
  auditedHandlers,
  createRenewal,
  createRevoke,
  createSharedAllowance,
  createSignedGuard,
  edgeOriginHandlers,
  embedHandlers,
  explainHandlers,
  renewalHandlers,
  revocationHandlers,
  signingKeyHandlers,
  tokenHandlers,
} from '../features/access/index.ts';
import { assetHandlers, removalHandlers } from '../features/assets/index.ts';
import { userHandlers, userKeyHandlers } from '../features/identity/index.ts';
import { imageHandlers } from '../features/images/index.ts';
import { jobHandlers } from '../features/jobs/index.ts';
import { playLiveHandlers } from '../features/live/index.ts';
import { edgeObjectHandlers } from '../features/playback/index.ts';
import { storageHandlers } from '../features/storage/index.ts';
import type { HandlerTable, ReadinessCheck } from '../http/index.ts';
import { removeJobWork } from '../processing/index.ts';
import { removalParts } from './asset-removal.ts';
import { deliveryHandlers } from './delivery-handlers.ts';
import { accessParts, deliveryParts } from './delivery-parts.ts';
import { imageParts } from './image-parts.ts';
import type { AccessWatch } from './open-access-watch.ts';
import type { Base } from './open-base.ts';
import type { Caches } from './open-caches.ts';
import { openCdns } from './open-cdns.ts';
import type { EdgeFeeds } from './open-edge-feeds.ts';
import { openEntitlement } from './open-entitlement.ts';
import type { JobFeed } from './open-job-feed.ts';
import type { Spaces } from './open-spaces.ts';
import { videoHandlers } from './open-video-api.ts';

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
  jobFeed: JobFeed,
  caches: Caches,
  publicUrl: () => string,
  watch: AccessWatch,
  spaces: Pick<Spaces, 'handlers' | 'broadcasts' | 'readiness'>,
): Promise<HandlerTable> {
  const { clock, config, database, directory } = base;
  const feed = feeds.revocations;
  const parts = { ...deliveryParts(base, caches, feeds.ring.current, feed), ...watch };
  const revoke = createRevoke(database, clock, feed);
  const askEntitlement = openEntitlement(base, parts.crypto);
  const access = accessParts(base, parts, feeds.sightings, publicUrl, askEntitlement, (renewing) =>
    createRenewal({ ...renewing, revoke }),
  );
  return {
    ...jobHandlers({
      ...base,
      ...jobFeed,
      discardWork: (jobId) => removeJobWork(base.media, jobId),
      limits: { maxBytes: config.MAX_FILE_SIZE, largeBytes: config.LARGE_FILE_THRESHOLD },
      defaultAccess: config.DEFAULT_ASSET_ACCESS,
    }),
    ...storageHandlers(base.source, config.MAX_FILE_SIZE),
    ...assetHandlers(database, directory),
    ...removalHandlers(removalParts(base, revoke)),
    ...auditedHandlers(watch.writeAudit, {
      ...tokenHandlers({ ...access, database, publicUrl, cdns: openCdns(config) }),
      ...renewalHandlers({
        ...access,
        renewLimit: createSharedAllowance(database, 'renew', { burst: 6, perMinute: 6 }),
      }),
      ...signingKeyHandlers({ ...base, cdns: config.cdns, ringFeed: feeds.ring, revoke }),
      ...embedHandlers({ ...access, database, feed, publicUrl }),
      ...revocationHandlers({ database, clock, feed, revoke }),
    }),
    ...videoHandlers(base, spaces.broadcasts),
    ...spaces.handlers,
    ...playLiveHandlers({ ...parts, database }),
    ...userHandlers(),
    ...userKeyHandlers({ database, crypto: parts.crypto, clock, isJwtRequired: config.LVZ_KEYS_REQUIRE_JWT }),
    ...explainHandlers(parts, config.DEFAULT_ASSET_ACCESS),
    ...edgeOriginHandlers({ ...base, feed, ringFeed: feeds.ring, askEntitlement, revoke }),
    ...edgeObjectHandlers(base.media),
    ...imageHandlers(createSignedGuard(access), imageParts(base, parts)),
    ...(await deliveryHandlers(base, access, [...readinessChecks(base), spaces.readiness])),
  };
}
