export type { JobCreation } from './create-job.ts';
export type { JobEnd, JobHooks, JobProgress, JobRun, RunJob } from './job-run.ts';
export { jobHandlers } from './routes.ts';
export { type Workshop, workOnJob } from './work-on-job.ts';
