import { fileURLToPath } from 'node:url';
import { loadBuiltFiles } from '../features/playback/index.ts';
import { spacePageHandlers } from '../features/spaces/index.ts';

const SPACES_FOLDER = fileURLToPath(new URL('../../../../packages/spaces/dist/', import.meta.url));

/** Handlers of the page and the SDK, as set-up has built them. */
export async function openSpacePage(): Promise<ReturnType<typeof spacePageHandlers>> {
  return spacePageHandlers(await loadBuiltFiles(SPACES_FOLDER));
}
