import { createHmac, createPrivateKey, hash, sign } from 'node:crypto';
import type { LegacyCrypto } from '@sluice/access';

/** The weak digests that some CDNs ask for, over `node:crypto`. Answers at once. */
export function nodeLegacyCrypto(): LegacyCrypto<'sync'> {
  return {
    timing: 'sync',
    md5: (message) => hash('md5', message, 'buffer'),
    hmacSha1: (key, message) => createHmac('sha1', key.exportBytes()).update(message).digest(),
    signRsaSha1: (key, message) =>
      sign('sha1', Buffer.from(message), createPrivateKey({ key: key.exportJwk(), format: 'jwk' })),
  };
}
