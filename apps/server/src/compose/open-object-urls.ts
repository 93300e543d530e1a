import { MacKey } from '@sluice/access';
import { nodeCrypto } from '../adapters/crypto/node.ts';
import { createObjectUrls, type ObjectUrls } from '../features/storage/index.ts';
import type { Base } from './open-base.ts';

/** URLs of single objects of both stores. */
export const openObjectUrls = ({ source, media, clock, config }: Base, publicUrl: () => string): ObjectUrls =>
  createObjectUrls({
    ...{ source, media, clock, publicUrl },
    crypto: nodeCrypto(),
    macKey: MacKey.fromText(config.OBJECT_URL_SECRET),
  });
