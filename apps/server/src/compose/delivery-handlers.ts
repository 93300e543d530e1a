import { fileURLToPath } from 'node:url';
import { createGuard, subrequestHandlers } from '../features/access/index.ts';
import { bearerKeyHandlers, gatedHandlers, loadBuiltFiles, playerHandlers } from '../features/playback/index.ts';
import { healthHandlers, type ReadinessCheck } from '../http/index.ts';
import type { DeliveryBase } from './delivery-base.ts';
import type { accessParts } from './delivery-parts.ts';
import { openSpacePage } from './open-space-page.ts';

const PLAYER_FOLDER = fileURLToPath(new URL('../../../../packages/player/dist/', import.meta.url));

/** Handlers of delivery and health that are the same with a database and without one. */
export async function deliveryHandlers(
  { config, metrics }: DeliveryBase,
  access: ReturnType<typeof accessParts>,
  checks: readonly ReadinessCheck[],
) {
  return {
    ...subrequestHandlers(access, config.EDGE_PROXY_SECRET, config.DEFAULT_ASSET_ACCESS),
    ...bearerKeyHandlers(access),
    ...gatedHandlers(createGuard(access, config.DEFAULT_ASSET_ACCESS), access, access),
    ...playerHandlers(await loadBuiltFiles(PLAYER_FOLDER), access),
    ...(await openSpacePage()),
    ...healthHandlers(checks, metrics),
  };
}
