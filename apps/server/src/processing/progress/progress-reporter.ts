import type { FilmRequest, Progress, ProgressStage, RecordingRequest } from '../../ports/film-job.ts';

export type Checkpoint = 'fetched' | 'artifacts-made' | 'artifacts-stored' | 'key-ready' | 'encoded' | 'published';

type ReportedType = (FilmRequest | RecordingRequest)['type'];

/** Vylux contract §7.8; those of recordings are ours. */
const PERCENT: Readonly<Record<ReportedType, Partial<Record<Checkpoint, number>>>> = {
  'video:cover': { fetched: 30, 'artifacts-made': 70 },
  'video:preview': { fetched: 30, 'artifacts-made': 70 },
  'video:transcode': { fetched: 5, 'key-ready': 10, encoded: 75, published: 95 },
  'video:full': { fetched: 5, 'artifacts-made': 20, 'artifacts-stored': 25, encoded: 80, published: 95 },
  'recording:thumbnail': { fetched: 30, 'artifacts-made': 70 },
  'recording:sprite': { fetched: 10, 'artifacts-made': 90 },
  'recording:assets': { fetched: 10, 'artifacts-made': 90 },
  'recording:redact': { fetched: 5, encoded: 80, published: 95 },
};

/** What follows a checkpoint. */
const NEXT_STAGE: Readonly<Record<Checkpoint, ProgressStage>> = {
  fetched: 'artifacts',
  'artifacts-made': 'artifacts',
  'artifacts-stored': 'encode',
  'key-ready': 'encode',
  encoded: 'publish',
  published: 'publish',
};

/** The finer view of a stage under way. */
export type StageDetail = Omit<Progress, 'percent' | 'stage'>;

/** Reports a job's progress so that it never falls. */
export interface ProgressReporter {
  reach(checkpoint: Checkpoint): void;
  tell(stage: ProgressStage, detail: StageDetail): void;
}

export function createProgressReporter(type: ReportedType, report: (progress: Progress) => void): ProgressReporter {
  let percent = 0;
  let stage: ProgressStage = 'source';
  let stagePercent = 0;
  return {
    reach(checkpoint) {
      percent = Math.max(percent, PERCENT[type][checkpoint] ?? 0);
      const next = NEXT_STAGE[checkpoint];
      if (next !== stage) stagePercent = 0;
      stage = next;
      report({ percent, stage });
    },
    tell(toldStage, detail) {
      if (toldStage !== stage) stagePercent = 0;
      stage = toldStage;
      stagePercent = Math.max(stagePercent, detail.stagePercent ?? 0);
      report({ ...detail, percent, stage, ...(detail.stagePercent === undefined ? {} : { stagePercent }) });
    },
  };
}
