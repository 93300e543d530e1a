import { parseWebhookSecret } from '@sluice/access';
import {
  auditedHandlers,
  createRenewal,
  createRevoke,
  createSharedAllowance,
  createSignedGuard,
  edgeOriginHandlers,
  embedHandlers,
  explainHandlers,
  registerHandlers,
  renewalHandlers,
  revocationHandlers,
  signingKeyHandlers,
  tokenHandlers,
  vaultHandlers,
} from '../features/access/index.ts';
import { assetFolder, assetHandlers, removalHandlers, removeMedia } from '../features/assets/index.ts';
import { providerEventHandlers, userHandlers, userKeyHandlers } from '../features/identity/index.ts';
import { imageHandlers, objectHandlers } from '../features/images/index.ts';
import { jobHandlers } from '../features/jobs/index.ts';
import { playLiveHandlers } from '../features/live/index.ts';
import { edgeObjectHandlers } from '../features/playback/index.ts';
import { storageHandlers, userFileHandlers } from '../features/storage/index.ts';
import { userSecretHandlers } from '../features/webhooks/index.ts';
import type { HandlerTable, ReadinessCheck } from '../http/index.ts';
import { removeJobWork } from '../processing/index.ts';
import { removalParts } from './asset-removal.ts';
import { deliveryHandlers } from './delivery-handlers.ts';
import { accessParts, deliveryParts } from './delivery-parts.ts';
import { imageParts } from './image-parts.ts';
import { jobCreation } from './job-creation.ts';
import type { AccessWatch } from './open-access-watch.ts';
import type { Base } from './open-base.ts';
import type { Caches } from './open-caches.ts';
import { openCdns } from './open-cdns.ts';
import type { EdgeFeeds } from './open-edge-feeds.ts';
import { openEntitlement } from './open-entitlement.ts';
import type { JobFeed } from './open-job-feed.ts';
import { openLinks } from './open-links.ts';
import { openObjectUrls } from './open-object-urls.ts';
import { openReports } from './open-reports.ts';
import type { Spaces } from './open-spaces.ts';
import type { Storage } from './open-storage.ts';
import type { Uploads } from './open-uploads.ts';
import { openVault } from './open-vault.ts';
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
  storage: Storage,
  uploads: Uploads,
  spaces: Pick<Spaces, 'handlers' | 'broadcasts' | 'readiness'>,
): Promise<HandlerTable> {
  const { clock, config, database } = base;
  const feed = feeds.revocations;
  const parts = { ...deliveryParts(base, caches, feeds.ring.current, feed), ...watch };
  const revoke = createRevoke(database, clock, feed);
  const removal = removalParts(base, revoke);
  const askEntitlement = openEntitlement(base, parts.crypto);
  const access = accessParts(base, parts, feeds.sightings, publicUrl, askEntitlement, (renewing) =>
    createRenewal({ ...renewing, revoke }),
  );
  return {
    ...jobHandlers({
      ...base,
      ...jobFeed,
      discardWork: (jobId) => removeJobWork(base.media, jobId),
      ...jobCreation(base, storage),
      maxRegions: config.REDACT_MAX_REGIONS,
      publicUrl,
      removeMedia: (assetId) => removeMedia(removal, assetId),
    }),
    ...storageHandlers(base.source, config.MAX_FILE_SIZE),
    ...storage.adminHandlers,
    ...uploads.handlers,
    ...assetHandlers(base),
    ...removalHandlers(removal),
    ...userFileHandlers({ ...base, folderOf: assetFolder, objectUrls: openObjectUrls(base, publicUrl) }),
    ...auditedHandlers(watch.writeAudit, {
      ...tokenHandlers({ ...access, database, publicUrl, cdns: openCdns(config) }),
      ...renewalHandlers({
        ...access,
        renewLimit: createSharedAllowance(database, 'renew', { burst: 6, perMinute: 6 }),
      }),
      ...signingKeyHandlers({ ...base, cdns: config.cdns, ringFeed: feeds.ring, revoke }),
      ...embedHandlers({ ...access, database, feed, publicUrl }),
      ...revocationHandlers({ database, clock, feed, revoke }),
      ...registerHandlers({ ...access, database, feed, revoke }),
    }),
    ...videoHandlers(base, spaces.broadcasts),
    ...spaces.handlers,
    ...playLiveHandlers({ ...parts, database }),
    ...userHandlers(),
    ...userSecretHandlers(database, base.keyEncryption),
    ...providerEventHandlers({
      ...{ database, clock, crypto: parts.crypto },
      webhookKey: parseWebhookSecret(config.CLERK_WEBHOOK_SECRET),
    }),
    ...userKeyHandlers({ database, crypto: parts.crypto, clock, isJwtRequired: config.LVZ_KEYS_REQUIRE_JWT }),
    ...explainHandlers(parts, config.DEFAULT_ASSET_ACCESS),
    ...edgeOriginHandlers({ ...base, feed, ringFeed: feeds.ring, askEntitlement, revoke }),
    ...vaultHandlers(openVault(base, storage, parts.crypto, feed, watch, publicUrl)),
    ...edgeObjectHandlers(base.media),
    ...imageHandlers(createSignedGuard(access), imageParts(base, parts)),
    ...openReports(base, parts),
    ...openLinks(base, access, openObjectUrls(base, publicUrl), publicUrl),
    ...objectHandlers(createSignedGuard(access), { ...base, maxBytes: config.MAX_FILE_SIZE }),
    ...(await deliveryHandlers(base, access, [...readinessChecks(base), spaces.readiness])),
  };
}
