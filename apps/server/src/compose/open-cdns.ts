import { nodeCrypto } from '../adapters/crypto/node.ts';
import { nodeLegacyCrypto } from '../adapters/crypto/node-legacy.ts';
import type { Config } from '../config/index.ts';
import { type Cdn, createCdn } from '../features/access/index.ts';

/** The CDNs of the configuration, with the engines that they sign with. */
export function openCdns({ cdns }: Config): readonly Cdn[] {
  const engines = { crypto: nodeCrypto(), legacyCrypto: nodeLegacyCrypto() };
  return cdns.map((settings) => createCdn(settings, engines));
}
