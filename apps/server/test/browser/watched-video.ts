import type { Frame, Page } from 'playwright-core';

/** What a video element says of itself. */
export interface VideoFacts {
  readonly currentTime: number;
  readonly duration: number;
  readonly isPaused: boolean;
  readonly heightPx: number;
  /** Frames that were decoded and shown; with EME a canvas reads black, so this is what proves a picture. */
  readonly frames: number;
  readonly bufferedRanges: number;
}

/** Script for `page.evaluate` that finds the video; `lookup` is an expression such as `document.querySelector('video')`. */
export async function readVideo(page: Page | Frame, lookup: string): Promise<VideoFacts> {
  return page.evaluate<VideoFacts>(`((video) => ({
    currentTime: video.currentTime,
    duration: video.duration,
    isPaused: video.paused,
    heightPx: video.videoHeight,
    frames: video.getVideoPlaybackQuality().totalVideoFrames,
    bufferedRanges: video.buffered.length,
  }))(${lookup})`);
}

/** Resolves when the video satisfies `isReached`; rejects with its last facts after `timeoutMs`. */
export async function waitForVideo(
  page: Page | Frame,
  lookup: string,
  isReached: (facts: VideoFacts) => boolean,
  timeoutMs = 30_000,
): Promise<VideoFacts> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const facts = await readVideo(page, lookup);
    if (isReached(facts)) return facts;
    if (Date.now() > end) throw new Error(`the video did not get there: ${JSON.stringify(facts)}`);
    await page.waitForTimeout(100);
  }
}
