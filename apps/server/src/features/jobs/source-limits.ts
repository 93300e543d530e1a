import type { JobType } from '@sluice/contract';
import type { QueueName } from '../../ports/job-queue.ts';
import { SluiceError } from '../../ports/sluice-error.ts';

export interface SourceLimits {
  readonly maxBytes: number;
  readonly largeBytes: number;
}

/**
 * The queue for a job. Sources of `video:transcode` and `video:full` are looked at first (Vylux contract §7.3);
 * the other types are accepted unseen.
 */
export async function decideQueue(
  type: JobType,
  headSource: () => Promise<{ readonly size: number } | null>,
  { maxBytes, largeBytes }: SourceLimits,
): Promise<QueueName> {
  if (type !== 'video:transcode' && type !== 'video:full') return 'default';
  const info = await headSource();
  if (info === null) throw new SluiceError('jobs/source-missing', { status: 400, message: 'source object not found' });
  if (info.size > maxBytes) {
    throw new SluiceError('jobs/source-too-large', {
      status: 413,
      message: `source file exceeds MAX_FILE_SIZE (${maxBytes} bytes)`,
    });
  }
  return info.size >= largeBytes ? 'large' : 'default';
}
