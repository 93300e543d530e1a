import type { Page } from 'playwright-core';

/** What a viewer would have noticed since {@link watchStalls}. */
export interface Noticed {
  /** Milliseconds of every wait for bytes while the film should have played; the last one may still last. */
  readonly stallsMs: readonly number[];
  /** How often the film was loaded anew. */
  readonly reloads: number;
}

/** Begins to count on the video that `lookup` finds: every gap between `waiting`, or `play`, and `playing`. */
export async function watchStalls(page: Page, lookup: string): Promise<void> {
  await page.evaluate(`{
    const video = ${lookup};
    const noticed = { stallsMs: [], reloads: 0, since: null };
    globalThis.noticed = noticed;
    const begin = () => { noticed.since ??= performance.now(); };
    video.addEventListener('play', begin);
    video.addEventListener('waiting', begin);
    video.addEventListener('playing', () => {
      if (noticed.since !== null) noticed.stallsMs.push(performance.now() - noticed.since);
      noticed.since = null;
    });
    video.addEventListener('emptied', () => { noticed.reloads += 1; });
  }`);
}

export async function readNoticed(page: Page): Promise<Noticed> {
  return page.evaluate<Noticed>(`(({ stallsMs, reloads, since }) => ({
    stallsMs: since === null ? stallsMs : [...stallsMs, performance.now() - since],
    reloads,
  }))(noticed)`);
}
