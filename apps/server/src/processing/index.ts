export type { ProcessingContext } from './job/processing-context.ts';
export { defaultProcessingSettings, type ProcessingSettings } from './job/processing-settings.ts';
export { createProgrammeStudio } from './programme/create-programme-studio.ts';
export { runJob } from './run/run-job.ts';
export { removeJobWork } from './stream/publish-stream.ts';
