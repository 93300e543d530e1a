import { join } from 'node:path';
import { GrantCache } from '@sluice/access';
import { nodeCrypto } from '../adapters/crypto/node.ts';
import { createFsObjectCache } from '../adapters/object-cache/fs/create-fs-object-cache.ts';
import {
  type AskEntitlement,
  cdnQueryNames,
  countPlay,
  createRenewal,
  createTokenBucket,
  findEmbedRecord,
  type KeyRingFeed,
  recordRenewal,
  type RenewalRecord,
  type RevocationFeed,
  type Revoke,
  type TokenSightings,
} from '../features/access/index.ts';
import { findContentKey } from '../features/assets/index.ts';
import { createByteCache, createChildTokenMaker, createMediaObjects } from '../features/playback/index.ts';
import { nodeBlockCipher } from '../platform/node-block-cipher.ts';
import { unixSeconds } from '../ports/clock.ts';
import type { ObjectCache } from '../ports/object-cache.ts';
import type { AccessWatch } from './open-access-watch.ts';
import type { Base, Closing } from './open-base.ts';

/** The second level of the cache; null when it is switched off. */
export function openDiskCache({ config, log }: Base, closings: Closing[]): ObjectCache | null {
  if (config.EDGE_DISK_CACHE_SIZE === 0) return null;
  const cache = createFsObjectCache({
    folder: join(config.DATA_DIR, 'cache'),
    maxBytes: config.EDGE_DISK_CACHE_SIZE,
    reportFailure: (err) => log.warn({ err }, 'the disk cache does not work'),
  });
  closings.push(() => cache.settle());
  return cache;
}

/** Tokens in play on one node; a signature is checked again when one has fallen out. */
const MAX_GRANTS = 50_000;
/** Some 400 bytes of a usual token each. */
const MAX_TOKEN_CHARACTERS = 20_000_000;

/** What the routes that give media bytes and keys are made of. */
export function deliveryParts(
  { config, clock, database, directory, keyEncryption, media, metrics }: Base,
  disk: ObjectCache | null,
  ring: KeyRingFeed['current'],
  feed: RevocationFeed,
) {
  const crypto = nodeCrypto();
  const cache = createByteCache(config.CACHE_MAX_SIZE);
  return {
    crypto,
    ring,
    grants: new GrantCache(MAX_GRANTS, MAX_TOKEN_CHARACTERS),
    revocations: feed.revocations,
    issuer: config.EDGE_ISSUER || config.BASE_URL || 'sluice',
    countPlay: (embedId: string, nowSeconds: number) => countPlay(database, embedId, nowSeconds),
    findEmbedRecord: (tokenHash: string) => findEmbedRecord(database, tokenHash),
    clock,
    cache,
    directory,
    nowSeconds: () => unixSeconds(clock),
    findContentKey: (assetId: string, kid: string) => findContentKey(database, keyEncryption, { assetId, kid }),
    store: media,
    objects: createMediaObjects({
      store: media,
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
  { clock, database, log }: Base,
  parts: ReturnType<typeof deliveryParts> & AccessWatch,
  sightings: TokenSightings,
  publicUrl: () => string,
  askEntitlement: AskEntitlement,
  revoke: Revoke,
) {
  const { crypto, ring, issuer } = parts;
  const signer = { crypto, ring, issuer };
  const renew = createRenewal({ ...parts, askEntitlement, revoke });
  const renewLimit = createTokenBucket(clock, { burst: 6, perMinute: 6 });
  const record = (renewed: RenewalRecord): Promise<void> => recordRenewal(database, renewed);
  const reportLoss = (err: unknown): void => log.error({ err }, 'a renewal could not be recorded');
  return {
    ...parts,
    signer,
    sightings,
    askEntitlement,
    renew,
    renewLimit,
    record,
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
