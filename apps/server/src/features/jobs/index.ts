export { recordToldEnd } from './callbacks/tell-end.ts';
export { createEventStreams, type EventStreams } from './events/event-streams.ts';
export { createJobNews, JOBS_CHANNEL, type JobNews } from './job-news.ts';
export { releaseJobs } from './removal/release-jobs.ts';
export { sweepContentKeys } from './removal/sweep-content-keys.ts';
export { sweepWork } from './removal/sweep-work.ts';
export { jobHandlers } from './routes.ts';
export { type Workshop, workOnJob } from './work-on-job.ts';
