import { type JobStatus, jobStatuses } from '@sluice/contract';

/** Channel of the messages `ID STATUS` that the database sends for every change of a job. */
export const JOBS_CHANNEL = 'sluice_jobs';

/** What a job has become; null when a change may have been missed and only the row knows. */
export type JobChange = JobStatus | 'deleted' | null;

/** Hands on what the database tells of jobs, to those in this process who wait for it. */
export interface JobNews {
  /** A message of the channel; null when some may have been missed. */
  take(message: string | null): void;
  /** Calls back for every change of the job until the answer is called. */
  watch(jobId: string, onChange: (change: JobChange) => void): () => void;
}

const changes: readonly string[] = [...jobStatuses, 'deleted'];

const isChange = (word: string | undefined): word is JobStatus | 'deleted' =>
  word !== undefined && changes.includes(word);

export function createJobNews(): JobNews {
  const watchers = new Map<string, Set<(change: JobChange) => void>>();
  return {
    take(message) {
      const [jobId, word] = message?.split(' ') ?? [];
      const change = isChange(word) ? word : null;
      const told = jobId === undefined ? [...watchers.values()] : [watchers.get(jobId) ?? new Set()];
      for (const onChange of told.flatMap((set) => [...set])) onChange(change);
    },
    watch(jobId, onChange) {
      const set = watchers.get(jobId) ?? new Set();
      watchers.set(jobId, set.add(onChange));
      return () => {
        set.delete(onChange);
        if (set.size === 0) watchers.delete(jobId);
      };
    },
  };
}
