import { segmentFrames } from '@sluice/media';
import type { SourceFacts } from '../source/source-facts.ts';

/** How a film is cut into segments and recorded chunks. */
export interface ChunkPlan {
  readonly segmentFrames: number;
  /** A whole number of segments; null when the film has to be encoded in one piece. */
  readonly chunkFrames: number | null;
  /** Null where the container does not say how long the film is. */
  readonly expectedFrames: number | null;
}

export interface ChunkSettings {
  readonly segmentSeconds: number;
  readonly chunkSeconds: number;
}

/** Frames of one chunk. Chunks follow each other without a gap. */
export interface ChunkRange {
  /** Counted from 1. */
  readonly number: number;
  readonly firstFrame: number;
  /** Fewer frames than this end the film; null takes all that follow. */
  readonly maxFrames: number | null;
}

export function planChunks(facts: SourceFacts, isIndexed: boolean, settings: ChunkSettings): ChunkPlan {
  const { frameRate } = facts.timeline;
  const frames = segmentFrames(frameRate, settings.segmentSeconds);
  const segmentsPerChunk = Math.max(1, Math.round(settings.chunkSeconds / settings.segmentSeconds));
  const seconds = facts.durationSeconds;
  return {
    segmentFrames: frames,
    chunkFrames: isIndexed ? frames * segmentsPerChunk : null,
    expectedFrames: seconds === null ? null : Math.ceil((seconds * frameRate.numerator) / frameRate.denominator),
  };
}

/**
 * The next chunk after `framesDone` frames. One behind which less than a segment is expected may take that in: it is
 * allowed twice the length, so a container that told too short a film costs one longer chunk and nothing else.
 */
export function nextChunk(plan: ChunkPlan, number: number, framesDone: number): ChunkRange {
  const { chunkFrames, expectedFrames } = plan;
  const range = { number, firstFrame: framesDone };
  if (chunkFrames === null) return { ...range, maxFrames: null };
  const remaining = expectedFrames === null ? Number.POSITIVE_INFINITY : expectedFrames - framesDone;
  const isLast = remaining < chunkFrames + plan.segmentFrames;
  return { ...range, maxFrames: isLast ? 2 * chunkFrames : chunkFrames };
}

/** A chunk that came out shorter than it might have been ends the film. */
export function endsFilm(range: ChunkRange, frames: number): boolean {
  return range.maxFrames === null || frames < range.maxFrames;
}
