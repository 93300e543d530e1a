export type { CompletedJob, FailedJob, JobOutcome } from './job/job-outcome.ts';
export type {
  CoverOptions,
  FullOptions,
  JobRequest,
  JobType,
  NormalOptions,
  OptionsByType,
  PreviewOptions,
  TranscodeOptions,
} from './job/job-request.ts';
export type { ContentKey, ProcessingContext } from './job/processing-context.ts';
export { defaultProcessingSettings, type ProcessingSettings } from './job/processing-settings.ts';
export type { StepLog } from './job/step-log.ts';
export type { Progress, ProgressStage } from './progress/progress.ts';
export { runJob } from './run/run-job.ts';
export { removeJobWork } from './stream/publish-stream.ts';
