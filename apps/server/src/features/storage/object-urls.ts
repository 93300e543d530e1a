import { type MacKey, type ObjectUrlOrder, type StoreName, type SyncCrypto, signObjectUse } from '@sluice/access';
import { type Clock, unixSeconds } from '../../ports/clock.ts';
import type { ObjectStore } from '../../ports/object-store.ts';

/** URLs by which a client reads or stores one object without a credential of its own, for so many seconds. */
export interface ObjectUrls {
  /** Reads it, in ranges too. Whether there is such an object is not looked at. */
  get(store: StoreName, key: string, seconds: number): Promise<string>;
  /**
   * Stores it in the source store with `PUT`. `replace`: over what is there, straight into a store that signs URLs
   * itself, which then knows nothing of MAX_FILE_SIZE. `create`: only where nothing is, which no store can sign, so
   * the bytes always come through this server.
   */
  put(key: string, seconds: number, use: 'create' | 'replace'): Promise<PutUrl>;
}

export interface PutUrl {
  readonly url: string;
  /** Header fields that the store wants with it. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface ObjectUrlsParts {
  readonly source: ObjectStore;
  readonly media: ObjectStore;
  readonly crypto: SyncCrypto;
  readonly macKey: MacKey;
  readonly clock: Clock;
  /** Public address of this deployment. */
  readonly publicUrl: () => string;
}

/** The store's own URLs where it signs them, otherwise ours below `/v1/objects/`. */
export function createObjectUrls(parts: ObjectUrlsParts): ObjectUrls {
  const { crypto, macKey, clock, publicUrl } = parts;
  const own = (order: Omit<ObjectUrlOrder, 'expiresAtSeconds'>, seconds: number): string =>
    publicUrl() + signObjectUse(crypto, macKey, { ...order, expiresAtSeconds: unixSeconds(clock) + seconds });
  return {
    async get(store, key, seconds) {
      return (await parts[store].presignGet?.(key, seconds)) ?? own({ use: 'read', store, key }, seconds);
    },
    async put(key, seconds, use) {
      const url = use === 'replace' ? await parts.source.presignPut?.(key, seconds) : undefined;
      if (url === undefined) return { url: own({ use, store: 'source', key }, seconds), headers: {} };
      return { url, headers: parts.source.capabilities.presignedPutHeaders ?? {} };
    },
  };
}
