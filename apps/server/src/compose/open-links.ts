import { createLinkGuard } from '../features/access/index.ts';
import { linkHandlers } from '../features/playback/index.ts';
import type { ObjectUrls } from '../features/storage/index.ts';
import type { accessParts } from './delivery-parts.ts';
import type { Base } from './open-base.ts';

/** What users show by the id of a job. */
export function openLinks(
  base: Base,
  access: ReturnType<typeof accessParts>,
  objectUrls: ObjectUrls,
  publicUrl: () => string,
) {
  const { config, database, media, source } = base;
  const urlSeconds = config.PLAYBACK_URL_SECONDS;
  const guard = createLinkGuard({ ...access, database, isPublic: config.PUBLIC_PLAYBACK, urlSeconds });
  const presigns = media.capabilities.presign;
  return linkHandlers(guard, { ...access, database, source, media, objectUrls, presigns, urlSeconds, publicUrl });
}
