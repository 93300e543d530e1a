import { join } from 'node:path';
import { feedStaleAfterSeconds } from '@sluice/access';
import { createSealedFile } from '../adapters/sealed-file/create-sealed-file.ts';
import type { Config } from '../config/index.ts';
import {
  askEntitlementAtOrigin,
  auditedHandlers,
  createEdgeRenewal,
  createTokenSightings,
  followOrigin,
  jwksHandler,
  keepKeySet,
  originRenewalHandlers,
  type TokenSightings,
} from '../features/access/index.ts';
import { identifyNobody, refuseAccessTokens } from '../features/identity/index.ts';
import { identifyNoAccount, identifyNoUploader } from '../features/storage/index.ts';
import type { HandlerTable, ReadinessCheck } from '../http/index.ts';
import { unixSeconds } from '../ports/clock.ts';
import { deliveryHandlers } from './delivery-handlers.ts';
import { accessParts, deliveryParts } from './delivery-parts.ts';
import type { Node } from './node.ts';
import { openAccessWatch } from './open-access-watch.ts';
import type { Closing } from './open-base.ts';
import { type OriginBase, openOriginBase } from './open-origin-base.ts';
import { watchFreshness } from './watch-freshness.ts';

/** The origin takes so many in one call. */
const MAX_SIGHTINGS = 10_000;

function openSightings({ clock, log, origin }: OriginBase, closings: Closing[]): TokenSightings {
  const sightings = createTokenSightings({
    clock,
    async write(seen) {
      for (let from = 0; from < seen.length; from += MAX_SIGHTINGS) {
        const some = seen.slice(from, from + MAX_SIGHTINGS).map(({ tokenId, atSeconds, networks }) => ({
          token_id: tokenId,
          at: atSeconds,
          networks: [...networks],
        }));
        await origin.note({ sightings: some, renewals: [] });
      }
    },
    reportFailure: (err) => log.error({ err }, 'the origin could not be told where tokens were used'),
  });
  sightings.start();
  closings.push(() => sightings.stop());
  return sightings;
}

function openFollower({ config, clock, log, origin, caches }: OriginBase, closings: Closing[]) {
  const file = createSealedFile(join(config.DATA_DIR, 'edge-keys'), config.EDGE_SECRET, 'sluice edge key set v1');
  const follower = followOrigin({
    origin,
    keys: keepKeySet(file, (err) => log.error({ err }, 'the key set could not be kept on the disk')),
    clock,
    reportFailure: (err) => log.warn({ err }, 'the origin cannot be followed'),
    onAssetRevoked: caches.purge,
  });
  closings.push(async () => follower.stop());
  return follower;
}

function readinessOf({ clock }: OriginBase, follower: ReturnType<typeof openFollower>): ReadinessCheck {
  return {
    name: 'origin',
    async check() {
      const last = follower.lastContactSeconds();
      if (last === null) throw new Error('it was not heard yet');
      if (unixSeconds(clock) - last >= feedStaleAfterSeconds) throw new Error('it was not heard for a minute');
    },
  };
}

/**
 * An edge without a database, a queue or a store: all that it knows it has from its origin. It begins to serve with the
 * first answer, and starts without one, so that it is there when the origin is (edge access §12.3).
 */
export async function openOriginNode(config: Config, publicUrl: () => string, closings: Closing[]): Promise<Node> {
  const base = openOriginBase(config, closings);
  const { origin, caches } = base;
  const follower = openFollower(base, closings);
  // One answer of the origin tells of both.
  watchFreshness(base, follower.lastContactSeconds, follower.lastContactSeconds);
  const watch = openAccessWatch(base, closings);
  const parts = { ...deliveryParts(base, caches, follower.current, follower), ...watch };
  const sightings = openSightings(base, closings);
  const access = accessParts(base, parts, sightings, publicUrl, askEntitlementAtOrigin(origin), createEdgeRenewal);
  const handlers: HandlerTable<'delivery' | 'health'> = {
    ...jwksHandler(follower.current),
    ...auditedHandlers(watch.writeAudit, originRenewalHandlers(origin)),
    ...(await deliveryHandlers(base, access, [readinessOf(base, follower)])),
  };
  await follower.start();
  return {
    base,
    handlers,
    revocations: follower,
    countCall: null,
    tellCalls: null,
    identify: identifyNobody,
    identifyAccount: identifyNoAccount,
    identifyUploader: identifyNoUploader,
    checkAccessToken: refuseAccessTokens,
    sockets: null,
    startWork: async () => undefined,
    isUntouched: async () => false,
  };
}
