import { MacKey, macKeyRecord } from '@sluice/access';
import { createNotifications } from '../adapters/database/create-notifications.ts';
import {
  createKeyRingFeed,
  createRevocationFeed,
  createTokenSightings,
  EDGE_CHANNEL,
  ensureSigningKeys,
  type KeyRingFeed,
  loadRevocations,
  loadSigningKeys,
  originKeyRecords,
  type RevocationFeed,
  recordSightings,
  type TokenSightings,
  toBatch,
  trimRegister,
} from '../features/access/index.ts';
import { unixSeconds } from '../ports/clock.ts';
import type { Base, Closing } from './open-base.ts';
import type { Caches } from './open-caches.ts';

export interface EdgeFeeds {
  readonly ring: KeyRingFeed;
  readonly revocations: RevocationFeed;
  readonly sightings: TokenSightings;
}

/** Keys and revocations of this process, kept fresh by what the others tell. */
export async function openEdgeFeeds(base: Base, caches: Pick<Caches, 'purge'>, closings: Closing[]) {
  const { clock, config, connection, database, keyEncryption, log } = base;
  await ensureSigningKeys(database, keyEncryption);
  const fixed = [
    macKeyRecord('vylux-key-token', 'v1', MacKey.fromText(config.KEY_TOKEN_SECRET)),
    macKeyRecord('vylux-delivery', 'v1', MacKey.fromText(config.HMAC_SECRET)),
    macKeyRecord('object-url', 'v1', MacKey.fromText(config.OBJECT_URL_SECRET)),
    ...originKeyRecords(config.cdns),
  ];
  const report = (err: unknown): void => log.error({ err }, 'a feed of the edge could not be read');
  const ring = createKeyRingFeed(fixed, () => loadSigningKeys(database, keyEncryption, clock.nowMs()), report);
  const revocations = createRevocationFeed({
    load: async (since) => toBatch(await loadRevocations(database, since), since),
    clock,
    reportFailure: report,
    onAssetRevoked: caches.purge,
  });
  const news = await createNotifications({ connection, channel: EDGE_CHANNEL, log });
  closings.push(() => news.stop());
  news.listen((message) => {
    if (message !== 'keys') revocations.refresh().catch(report);
    if (message !== 'revocations') ring.refresh().catch(report);
  });
  await Promise.all([ring.start(), revocations.start()]);
  closings.push(async () => {
    ring.stop();
    revocations.stop();
  });
  const sightings = createTokenSightings({
    clock,
    async write(seen) {
      await recordSightings(database, seen);
      await trimRegister(database, unixSeconds(clock));
    },
    reportFailure: report,
  });
  sightings.start();
  closings.push(() => sightings.stop());
  return { ring, revocations, sightings };
}
