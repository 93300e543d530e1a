import njsCrypto from 'node:crypto';
import type { MacKey, SyncCrypto } from '@sluice/access';

/** What njs has of cryptography: MACs and digests. Signatures of key pairs it cannot check. */
export const crypto = {
  timing: 'sync',
  sha256: (message: Uint8Array | string): Uint8Array => njsCrypto.createHash('sha256').update(message).digest(),
  verifyHmacSha256(key: MacKey, message: Uint8Array | string, mac: Uint8Array): boolean {
    const own = njsCrypto.createHmac('sha256', Buffer.from(key.exportBytes())).update(message).digest();
    // njs has no timingSafeEqual: every byte is looked at, whatever the first ones say.
    let difference = own.length ^ mac.length;
    for (let index = 0; index < own.length; index++) difference |= (own[index] ?? 0) ^ (mac[index] ?? 0);
    return difference === 0;
  },
} as unknown as SyncCrypto;
