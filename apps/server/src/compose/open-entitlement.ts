import type { SyncCrypto } from '@sluice/access';
import { type AskEntitlement, createEntitlement, everybodyEntitled } from '../features/access/index.ts';
import { safeFetchOf } from './networks.ts';
import type { Base } from './open-base.ts';

/** Asks the back end where one is configured. */
export function openEntitlement({ config, clock, log }: Base, crypto: SyncCrypto): AskEntitlement {
  if (config.ENTITLEMENT_URL === '') return everybodyEntitled;
  const endpoint = {
    url: config.ENTITLEMENT_URL,
    secret: config.ENTITLEMENT_SECRET,
    timeoutMs: config.ENTITLEMENT_TIMEOUT * 1000,
    cacheMs: config.ENTITLEMENT_CACHE_SECONDS * 1000,
  };
  const fetch = safeFetchOf(config);
  const reportFailure = (err: unknown): void => log.error({ err }, 'the entitlement endpoint gave no answer');
  return createEntitlement(endpoint, { fetch, crypto, clock, reportFailure });
}
