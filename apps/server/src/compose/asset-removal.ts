import { trimCalls } from '../adapters/database/tell-calls.ts';
import { forgetUrls, type Revoke, releaseGrants } from '../features/access/index.ts';
import { type AssetHolder, sweepRemovals } from '../features/assets/index.ts';
import { releasePictures } from '../features/images/index.ts';
import { releaseJobs, sweepContentKeys, sweepWork } from '../features/jobs/index.ts';
import { unixSeconds } from '../ports/clock.ts';
import { removeJobWork } from '../processing/index.ts';
import type { Base, Closing } from './open-base.ts';

const REMOVALS_EVERY_MS = 60_000;
const WORK_EVERY_MS = 60 * 60_000;

/** What the removal of an asset is made of. */
export function removalParts(base: Base, revoke: Revoke) {
  const { database, media, queue, directory, clock, log } = base;
  const discardWork = (jobId: string) => removeJobWork(media, jobId);
  const holders: readonly AssetHolder[] = [
    { holds: 'jobs', release: (id) => releaseJobs({ database, queue, discardWork, log }, id) },
    { holds: 'grants', release: (id) => releaseGrants(database, revoke, id) },
    { holds: 'pictures', release: (id) => releasePictures(database, media, id) },
  ];
  return { database, media, directory, holders, clock, log };
}

/** Calls `sweep` now and then, one call at a time. The answer stops it. */
export function every(intervalMs: number, sweep: () => Promise<void>): () => Promise<void> {
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(sweep);
  }, intervalMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

/** Has this process look after what removals and dead workers left. */
export function startSweeper(base: Base, revoke: Revoke, closings: Closing[]): void {
  const parts = removalParts(base, revoke);
  const { database, media, clock, log } = base;
  const report = (err: unknown): void => log.warn({ err }, 'a sweep broke off');
  closings.push(every(REMOVALS_EVERY_MS, () => sweepRemovals(parts).catch(report)));
  closings.push(every(WORK_EVERY_MS, () => sweepWork(database, media, clock.nowMs()).catch(report)));
  closings.push(every(WORK_EVERY_MS, () => forgetUrls(database, unixSeconds(clock)).catch(report)));
  closings.push(every(WORK_EVERY_MS, () => trimCalls(database).catch(report)));
  closings.push(every(WORK_EVERY_MS, () => sweepContentKeys(database, clock.nowMs()).catch(report)));
}
