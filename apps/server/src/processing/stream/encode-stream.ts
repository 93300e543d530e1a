import { planLadder, type Rung } from '@sluice/media';
import { type AudioResult, AudioResultSchema } from '../audio/audio-result.ts';
import { encodeAudio } from '../audio/encode-audio.ts';
import { once } from '../job/once.ts';
import type { ProcessingContext } from '../job/processing-context.ts';
import { StageRefused } from '../job/stage-refused.ts';
import { stepNames } from '../job/step-names.ts';
import { encodeDetail } from '../progress/encode-detail.ts';
import type { ProgressReporter } from '../progress/progress-reporter.ts';
import type { SegmentKey } from '../segments/seal-segments.ts';
import type { FilmFile } from '../source/film-file.ts';
import { indexFilm } from '../source/index-film.ts';
import { runTogether } from '../tools/run-together.ts';
import { planChunks } from '../video/chunk-plan.ts';
import type { ChunkResult } from '../video/chunk-result.ts';
import type { VideoEncode } from '../video/encode-chunk.ts';
import { encodeVideo, type VideoProgress } from '../video/encode-video.ts';
import { videoEncoders } from '../video/video-codec-arguments.ts';
import type { EncodedStream } from './build-presentation.ts';

export interface StreamEncode {
  readonly context: ProcessingContext;
  readonly jobId: string;
  readonly film: FilmFile;
  readonly segmentKey: SegmentKey | null;
  readonly scratch: string;
  readonly progress: ProgressReporter;
}

/** Encodes all rungs and the sound of a film, side by side, into the job's work folder. `film` is how it was read for that. */
export async function encodeStream(stream: StreamEncode): Promise<EncodedStream & { readonly film: FilmFile }> {
  const { context, segmentKey } = stream;
  const rungs = planLadder(stream.film.facts.video, context.settings.ladderCodecs);
  await assertEncoders(context, rungs);
  const film = await indexFilm(stream.film, context, stream.scratch);
  const plan = planChunks(film.facts, film.isIndexed, context.settings);
  const encode = { ...stream, film, rungs, plan };
  const [chunks, audio] = await runTogether<[ChunkResult[], AudioResult | null]>(context.signal, [
    (signal) => encodeVideo(encode, createPaceReport(encode, stream.progress), signal),
    (signal) => encodeSound(encode, signal),
  ]);
  const encryption = segmentKey === null ? null : { scheme: segmentKey.scheme, kid: segmentKey.kid };
  return { film, timeline: film.facts.timeline, rungs, chunks, audio, encryption };
}

async function encodeSound(encode: VideoEncode, signal: AbortSignal): Promise<AudioResult | null> {
  const { audio } = encode.film.facts;
  if (audio === null) return null;
  const target = { ...encode, segmentFrames: encode.plan.segmentFrames };
  return once(encode.context.steps, stepNames.audio, AudioResultSchema, () =>
    encodeAudio(target, audio.streamIndex, signal),
  );
}

function createPaceReport({ film, plan }: VideoEncode, progress: ProgressReporter): (done: VideoProgress) => void {
  const { ticksPerSecond, ticksPerFrame } = film.facts.timeline;
  const startMs = performance.now();
  return (done) => {
    const elapsedSeconds = (performance.now() - startMs) / 1000;
    const { expectedFrames } = plan;
    const framesPerSecond = ticksPerSecond / ticksPerFrame;
    progress.tell('encode', encodeDetail({ ...done, expectedFrames, framesPerSecond, elapsedSeconds }));
  };
}

async function assertEncoders({ media }: ProcessingContext, rungs: readonly Rung[]): Promise<void> {
  const { encoders } = await media.features();
  const missing = rungs.map(({ codec }) => videoEncoders[codec]).find((name) => !encoders.has(name));
  if (missing === undefined) return;
  const sentence = `This server's ffmpeg has no encoder ${missing}: install one that has, or change LADDER_CODECS.`;
  throw new StageRefused('prepare_failed', sentence, { retryable: false });
}
