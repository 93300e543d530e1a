import { GrantCache } from '@sluice/access';
import { nodeCrypto } from '../adapters/crypto/node.ts';
import {
  type AskEntitlement,
  cdnQueryNames,
  createTokenBucket,
  type KeyRingFeed,
  type Renew,
  type RenewalParts,
  type RenewalRecord,
  type RevocationFeed,
  type TokenSightings,
} from '../features/access/index.ts';
import { createChildTokenMaker } from '../features/playback/index.ts';
import { createStoredObjects } from '../features/storage/index.ts';
import { nodeBlockCipher } from '../platform/node-block-cipher.ts';
import { unixSeconds } from '../ports/clock.ts';
import type { DeliveryBase } from './delivery-base.ts';
import type { AccessWatch } from './open-access-watch.ts';
import type { Caches } from './open-caches.ts';

/** Tokens in play on one node; a signature is checked again when one has fallen out. */
const MAX_GRANTS = 50_000;
/** Some 400 bytes of a usual token each. */
const MAX_TOKEN_CHARACTERS = 20_000_000;

/** What the routes that give media bytes and keys are made of. */
export function deliveryParts(
  { config, clock, directory, media, keepsSlices, metrics, state }: DeliveryBase,
  { memory: cache, disk }: Caches,
  ring: KeyRingFeed['current'],
  feed: Pick<RevocationFeed, 'revocations'>,
) {
  const crypto = nodeCrypto();
  return {
    crypto,
    ring,
    grants: new GrantCache(MAX_GRANTS, MAX_TOKEN_CHARACTERS),
    revocations: feed.revocations,
    issuer: config.EDGE_ISSUER || config.BASE_URL || 'sluice',
    countPlay: state.countPlay,
    findEmbedRecord: state.findEmbedRecord,
    clock,
    cache,
    directory,
    nowSeconds: () => unixSeconds(clock),
    findContentKey: state.findContentKey,
    store: media,
    objects: createStoredObjects({
      store: media,
      keepsSlices,
      memory: cache,
      disk,
      clock,
      countCacheRequest: metrics.countCacheRequest,
    }),
    observeDecision: metrics.observeDecision,
    cipher: nodeBlockCipher(),
    makeChildToken: createChildTokenMaker(crypto, ring),
    publicUrl: config.BASE_URL,
    cdnQueryNames: cdnQueryNames(config.cdns),
  };
}

/** What the gate and the desk of tokens share. */
export function accessParts(
  { clock, log, state }: DeliveryBase,
  parts: ReturnType<typeof deliveryParts> & AccessWatch,
  sightings: TokenSightings,
  publicUrl: () => string,
  askEntitlement: AskEntitlement,
  createRenew: (parts: Omit<RenewalParts, 'revoke'>) => Renew,
) {
  const { crypto, ring, issuer } = parts;
  const signer = { crypto, ring, issuer };
  const renew = createRenew({ ...parts, askEntitlement });
  const renewLimit = createTokenBucket(clock, { burst: 6, perMinute: 6 });
  const record = state.recordRenewal;
  const reportLoss = (err: unknown): void => log.error({ err }, 'a renewal could not be recorded');
  return {
    ...parts,
    signer,
    sightings,
    askEntitlement,
    renew,
    record,
    licenceHost: publicUrl,
    ownUrl: publicUrl,
    renewAt: () => `${publicUrl()}/v1/playback/tokens/renew`,
    passingRenewal: {
      renew,
      renewLimit,
      record(renewed: RenewalRecord): void {
        parts.writeAudit({ event: 'renew', decision: 'allow', code: 'ok', token_id: renewed.id, kid: renewed.kid });
        // The answer does not wait for the note.
        record(renewed).catch(reportLoss);
      },
    },
  };
}
