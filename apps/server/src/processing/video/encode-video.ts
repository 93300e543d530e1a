import { MalformedMediaError } from '@sluice/media';
import { once } from '../job/once.ts';
import { StageRefused } from '../job/stage-refused.ts';
import { stepNames } from '../job/step-names.ts';
import { tooLong } from '../source/parse-probe.ts';
import { SourceRefused } from '../source/source-refused.ts';
import { frameSeconds } from '../timeline/video-timeline.ts';
import { type ChunkRange, nextChunk } from './chunk-plan.ts';
import { type ChunkResult, ChunkResultSchema } from './chunk-result.ts';
import { encodeChunk, type VideoEncode } from './encode-chunk.ts';

/** How far the encode of the pictures is. */
export interface VideoProgress {
  readonly framesDone: number;
  /** Of them, those that were recorded by an earlier run. */
  readonly framesFound: number;
}

/**
 * Encodes a film chunk by chunk, each a recorded step; what is recorded is not done again. Goes on until a chunk comes
 * out short, whatever the container says about the length. Rejects with `SourceRefused` when there is no frame.
 */
export async function encodeVideo(
  encode: VideoEncode,
  onProgress: (progress: VideoProgress) => void,
  signal: AbortSignal,
): Promise<ChunkResult[]> {
  const chunks: ChunkResult[] = [];
  let framesDone = 0;
  let framesFound = 0;
  while (chunks.at(-1)?.isLast !== true) {
    signal.throwIfAborted();
    const range = nextChunk(encode.plan, chunks.length + 1, framesDone);
    assertNotTooLong(encode, range);
    let isFound = true;
    const chunk = await once(encode.context.steps, stepNames.videoChunk(range.number), ChunkResultSchema, () => {
      isFound = false;
      const report = ({ frames }: { frames: number }) => onProgress({ framesDone: framesDone + frames, framesFound });
      return encodeChunk(encode, range, segmentCount(chunks), report, signal);
    });
    framesDone += chunk.frames;
    if (isFound) framesFound += chunk.frames;
    chunks.push(chunk);
    assertSameLadder(encode, chunk);
    assertSameConfiguration(chunks);
    onProgress({ framesDone, framesFound });
  }
  if (framesDone === 0) throw new SourceRefused(NO_FRAMES);
  return chunks;
}

const NO_FRAMES =
  'Not one picture of the film could be decoded: it is damaged. Play it locally, export it again and send that.';

function segmentCount(chunks: readonly ChunkResult[]): number {
  return chunks.reduce((count, chunk) => count + (chunk.rungs[0]?.segments.length ?? 0), 0);
}

/** The container need not tell the truth, so the length is looked at again while encoding. */
function assertNotTooLong({ film, context }: VideoEncode, range: ChunkRange): void {
  const seconds = frameSeconds(film.facts.timeline, range.firstFrame);
  const { maxDurationSeconds } = context.settings;
  if (seconds > maxDurationSeconds) throw new SourceRefused(tooLong(seconds, maxDurationSeconds));
}

/** A chunk that an earlier run recorded may be from a time with other settings. */
function assertSameLadder({ rungs }: VideoEncode, chunk: ChunkResult): void {
  const isSame = rungs.length === chunk.rungs.length && rungs.every(({ id }, index) => id === chunk.rungs[index]?.id);
  if (!isSame) throw new StageRefused('prepare_failed', LADDER_CHANGED, { retryable: false });
}

const LADDER_CHANGED = 'The ladder of the server was changed while the job was running: create the job again.';

/** Segments of all chunks are decoded with the first one's init section. */
function assertSameConfiguration(chunks: readonly ChunkResult[]): void {
  const [first] = chunks;
  const last = chunks.at(-1);
  const differs = last?.rungs.find(
    ({ configuration, segments }, index) => segments.length > 0 && configuration !== first?.rungs[index]?.configuration,
  );
  if (differs !== undefined) {
    throw new MalformedMediaError(`The encoder configured a chunk of ${differs.id} unlike the ones before`);
  }
}
