import { createHash } from 'node:crypto';
import type { ObjectStore } from '../../../src/ports/object-store.ts';

/** Every object of a store and the SHA-256 of what is in it. */
export async function storeContents(store: ObjectStore): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for await (const { key } of store.list('')) {
    digests[key] = createHash('sha256')
      .update((await store.readBytes(key)).bytes)
      .digest('hex');
  }
  return digests;
}
