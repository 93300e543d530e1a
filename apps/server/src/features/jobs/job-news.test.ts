import { expect, it } from 'vitest';
import { createJobNews, type JobChange } from './job-news.ts';

function watched(jobId: string) {
  const news = createJobNews();
  const seen: JobChange[] = [];
  const stop = news.watch(jobId, (change) => seen.push(change));
  return { news, seen, stop };
}

it('tells of the job that is watched and of no other, until it is no longer watched', () => {
  const { news, seen, stop } = watched('a');
  for (const message of ['a processing', 'b failed', 'a deleted']) news.take(message);
  stop();
  news.take('a completed');
  expect(seen).toEqual(['processing', 'deleted']);
});

it('says that something may have happened when messages were lost or cannot be read', () => {
  const { news, seen } = watched('a');
  news.take(null);
  news.take('a of-a-later-version');
  expect(seen).toEqual([null, null]);
});

it('goes on telling the others when one watcher of the same job leaves', () => {
  const { news, seen } = watched('a');
  news.watch('a', () => undefined)();
  news.take('a completed');
  expect(seen).toEqual(['completed']);
});
