import type { ProcessingContext } from '../job/processing-context.ts';
import type { SegmentKey } from '../segments/seal-segments.ts';
import type { FilmFile } from '../source/film-file.ts';
import { SourceRefused } from '../source/source-refused.ts';
import { isInputFailure } from '../tools/is-input-failure.ts';
import { type PipeReader, runEncoder } from '../tools/run-encoder.ts';
import { toolLimits } from '../tools/tool-limits.ts';
import { audioArguments } from './audio-arguments.ts';
import type { AudioResult } from './audio-result.ts';
import { storeAudio } from './store-audio.ts';

export interface AudioEncode {
  readonly context: ProcessingContext;
  readonly jobId: string;
  readonly film: FilmFile;
  readonly segmentFrames: number;
  readonly segmentKey: SegmentKey | null;
  readonly scratch: string;
}

/**
 * Encodes the whole sound of a film and stores its segments in the job's work folder. Rejects with `SourceRefused`
 * when the sound cannot be decoded: a film that lost its sound on the way is worse than one that failed.
 */
export async function encodeAudio(encode: AudioEncode, streamIndex: number, signal: AbortSignal): Promise<AudioResult> {
  const { context, film, scratch } = encode;
  const { settings, media, mediaStore: store } = context;
  const { timeline, durationSeconds } = film.facts;
  const target = { ...encode, store, timeline };
  const reader: PipeReader<AudioResult> = (pipe, linked) => storeAudio(target, pipe, linked);
  const run = {
    args: audioArguments(film, streamIndex),
    readable: [film.path],
    scratch,
    limits: toolLimits(settings, durationSeconds ?? settings.maxDurationSeconds, 0),
    readers: [reader],
    onProgress: () => undefined,
  };
  const [result] = await runEncoder(media, run, signal).catch((error: unknown) =>
    Promise.reject(isInputFailure(error) ? new SourceRefused(UNDECODABLE, { cause: error }) : error),
  );
  if (result === undefined || result.segments.length === 0) throw new SourceRefused(UNDECODABLE);
  return result;
}

const UNDECODABLE =
  'The sound of the film cannot be decoded: export the film with AAC, MP3 or Opus sound, or without sound, and send that.';
