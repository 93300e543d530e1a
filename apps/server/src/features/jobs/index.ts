export type { JobCreation } from './create-job.ts';
export { jobHandlers } from './routes.ts';
export { type Workshop, workOnJob } from './work-on-job.ts';
