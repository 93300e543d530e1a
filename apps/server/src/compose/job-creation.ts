import type { JobCreation } from '../features/jobs/index.ts';
import type { Base } from './open-base.ts';
import type { Storage } from './open-storage.ts';

/** What new jobs are made with. */
export const jobCreation = (
  { clock, config, database, queue }: Base,
  { providers }: Pick<Storage, 'providers'>,
): JobCreation => ({
  ...{ clock, database, queue, providers },
  limits: { maxBytes: config.MAX_FILE_SIZE, largeBytes: config.LARGE_FILE_THRESHOLD },
  defaultAccess: config.DEFAULT_ASSET_ACCESS,
});
