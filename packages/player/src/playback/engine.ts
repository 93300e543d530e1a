import type { ProblemCode } from './problem-code.ts';
import type { Refusal } from './read-refusal.ts';
import type { Credentials } from './request-credentials.ts';

/** One quality that the viewer can choose. */
export interface Rung {
  /** The engine's own number. */
  readonly index: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bitsPerSecond: number;
  /** RFC 6381; empty when the playlist does not say. */
  readonly codecs: string;
}

/** What plays at this moment; null where the engine cannot know. */
export interface PlaybackStats {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly codecs: string | null;
  /** Measured on the way here, not the rung's own rate. */
  readonly bandwidthBitsPerSecond: number | null;
  readonly isEncrypted: boolean | null;
  readonly bufferSeconds: number;
}

/** What an engine tells its session. */
export type EngineReport =
  | { readonly type: 'loaded'; readonly title: string | null }
  | { readonly type: 'rungs-changed' }
  /** An answer brought the token that takes the place of `replaced` (edge access §13.2, B). */
  | { readonly type: 'token-renewed'; readonly token: string; readonly replaced: string }
  /** `token` is the edge token that the refused request was made with: it may have been replaced meanwhile. */
  | { readonly type: 'refused'; readonly refusal: Refusal; readonly token: string }
  | { readonly type: 'failed'; readonly trouble: 'network' | 'media' | 'other'; readonly code: ProblemCode };

export interface EngineOptions {
  readonly video: HTMLVideoElement;
  /** Absolute. */
  readonly sourceUrl: string;
  readonly startSeconds: number;
  /** Read anew for every request, so that a renewed token is used at once. */
  credentials(): Credentials;
  report(report: EngineReport): void;
}

/** One way to play HLS: the two implementations are hls.js and the browser's own player. */
export interface PlaybackEngine {
  readonly rungs: readonly Rung[];
  /** Rung on screen, or null while unknown. */
  readonly activeRung: number | null;
  /** The viewer's choice; null is automatic. */
  readonly chosenRung: number | null;
  chooseRung(index: number | null): void;
  stats(): PlaybackStats;
  /** After network trouble, and after `hold`: asks again for what is missing, with the present credentials. */
  recover(trouble: 'network' | 'media'): void;
  /** Begins no more requests, where that can be had; what is loaded plays on. */
  hold(): void;
  /** Ends all requests; what is on screen stays. */
  stop(): void;
  /** Lets go of the video element. */
  destroy(): void;
}

/** Seconds that can play from here without another request. */
export function bufferedAheadSeconds(video: HTMLVideoElement): number {
  const now = video.currentTime;
  for (let index = 0; index < video.buffered.length; index += 1) {
    const endSeconds = video.buffered.end(index);
    if (video.buffered.start(index) <= now + 0.1 && endSeconds > now) return endSeconds - now;
  }
  return 0;
}
