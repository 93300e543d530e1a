import { createNotifications } from '../adapters/database/create-notifications.ts';
import {
  createEventStreams,
  createJobNews,
  type EventStreams,
  JOBS_CHANNEL,
  type JobNews,
} from '../features/jobs/index.ts';
import type { Base, Closing } from './open-base.ts';

/** What this process hears of jobs, and those it tells it to. */
export interface JobFeed {
  readonly news: JobNews;
  readonly eventStreams: EventStreams;
}

/** Each stream looks at its job about once a second while that is worked on. */
const MAX_EVENT_STREAMS = 256;

export async function openJobFeed({ connection, log }: Base, closings: Closing[]): Promise<JobFeed> {
  const news = createJobNews();
  const notifications = await createNotifications({ connection, channel: JOBS_CHANNEL, log });
  closings.push(() => notifications.stop());
  notifications.listen(news.take);
  return { news, eventStreams: createEventStreams(MAX_EVENT_STREAMS) };
}
