import type { TestJob } from './workshop.ts';

/** Everything that a job can make. */
export const fullJob: TestJob = {
  type: 'video:full',
  options: {
    cover: {},
    preview: { durationSec: 1, width: 160, fps: 5, format: 'webp' },
    transcode: { encrypt: true },
  },
};
