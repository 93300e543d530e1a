import type { JobType } from '@sluice/contract';
import type { QueueName } from '../../ports/job-queue.ts';
import { SluiceError } from '../../ports/sluice-error.ts';

export interface SourceLimits {
  readonly maxBytes: number;
  readonly largeBytes: number;
}

/** Those that work on every picture of a film. */
const LONG_TYPES: ReadonlySet<JobType> = new Set([
  ...(['video:transcode', 'video:full'] as const),
  ...(['recording:sprite', 'recording:assets', 'recording:redact'] as const),
]);

/**
 * The queue for a job. Sources of `video:transcode` and `video:full` are looked at first (Vylux contract §7.3), and
 * those of recordings that are worked on from end to end; the other types are accepted unseen.
 */
export async function decideQueue(
  type: JobType,
  headSource: () => Promise<{ readonly size: number } | null>,
  { maxBytes, largeBytes }: SourceLimits,
): Promise<QueueName> {
  if (!LONG_TYPES.has(type)) return 'default';
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
