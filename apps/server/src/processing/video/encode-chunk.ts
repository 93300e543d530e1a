import { MalformedMediaError, type Rung } from '@sluice/media';
import type { ProcessingContext } from '../job/processing-context.ts';
import type { EncodeProgress } from '../progress/read-encode-progress.ts';
import type { SegmentKey } from '../segments/seal-segments.ts';
import type { FilmFile } from '../source/film-file.ts';
import { type PipeReader, runEncoder } from '../tools/run-encoder.ts';
import { toolLimits } from '../tools/tool-limits.ts';
import { chunkArguments } from './chunk-arguments.ts';
import { type ChunkPlan, type ChunkRange, endsFilm } from './chunk-plan.ts';
import type { ChunkResult } from './chunk-result.ts';
import { type StoredRung, storeRung } from './store-rung.ts';

/** A film's encode: what is the same for all of its chunks. */
export interface VideoEncode {
  readonly context: ProcessingContext;
  readonly jobId: string;
  readonly film: FilmFile;
  readonly rungs: readonly Rung[];
  readonly plan: ChunkPlan;
  readonly segmentKey: SegmentKey | null;
  readonly scratch: string;
}

/** Encodes one chunk of all rungs and stores its segments in the job's work folder. */
export async function encodeChunk(
  encode: VideoEncode,
  range: ChunkRange,
  segmentsBefore: number,
  onProgress: (progress: EncodeProgress) => void,
  signal: AbortSignal,
): Promise<ChunkResult> {
  const { context, film, rungs, plan, scratch } = encode;
  const { timeline } = film.facts;
  const { segmentFrames } = plan;
  const target = { ...encode, store: context.mediaStore, timeline, segmentFrames, range, segmentsBefore };
  const run = {
    args: chunkArguments({ film, range, segmentFrames, rungs, settings: context.settings }),
    readable: [film.path],
    scratch,
    limits: toolLimits(context.settings, contentSeconds(encode, range), 0),
    readers: rungs.map(
      (rung): PipeReader<StoredRung> =>
        (pipe, linked) =>
          storeRung(target, rung, pipe, linked),
    ),
    onProgress,
  };
  const stored = await runEncoder(context.media, run, signal);
  const frames = framesOfAll(stored);
  return {
    firstFrame: range.firstFrame,
    frames,
    isLast: endsFilm(range, frames),
    rungs: stored.map(({ result }) => result),
  };
}

/** All rungs come from one decode, so a difference is a fault of the tool. */
function framesOfAll(stored: readonly StoredRung[]): number {
  const counts = new Set(stored.map(({ frames }) => frames));
  if (counts.size !== 1) throw new MalformedMediaError(`Rungs of one chunk have ${[...counts].join(' and ')} frames`);
  return stored[0]?.frames ?? 0;
}

function contentSeconds({ film, context }: VideoEncode, range: ChunkRange): number {
  const { facts } = film;
  if (range.maxFrames === null) return facts.durationSeconds ?? context.settings.maxDurationSeconds;
  return (range.maxFrames * facts.timeline.ticksPerFrame) / facts.timeline.ticksPerSecond;
}
