import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  FragmentReader,
  MalformedMediaError,
  type Rung,
  readDecodeTime,
  readSamples,
  readTrack,
  type StoredSegment,
  type Track,
  timescaleFor,
  withEditList,
  withoutEditList,
} from '@sluice/media';
import { nodeBlockCipher } from '../../platform/node-block-cipher.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { contentTypes, renditionKeys, workPrefix } from '../segments/media-keys.ts';
import { type SegmentKey, sealTrack } from '../segments/seal-segments.ts';
import { createSegmentSink, type SegmentSink } from '../segments/segment-sink.ts';
import type { VideoTimeline } from '../timeline/video-timeline.ts';
import type { ChunkRange } from './chunk-plan.ts';
import type { ChunkRungResult } from './chunk-result.ts';
import { retimeSamples } from './retime-samples.ts';

/** Where a chunk of a rung goes. */
export interface RungTarget {
  readonly store: ObjectStore;
  readonly jobId: string;
  readonly timeline: VideoTimeline;
  readonly segmentKey: SegmentKey | null;
  readonly segmentFrames: number;
  readonly range: ChunkRange;
  readonly segmentsBefore: number;
}

/** What came of one rung in one chunk. */
export interface StoredRung {
  readonly frames: number;
  readonly result: ChunkRungResult;
}

/**
 * How many frames later than they are decoded pictures are shown at the most: x264 reorders over two (a B-frame between
 * B-frames), AV1 inside of its samples. All chunks take the same, so they share an init section.
 */
const REORDERED_FRAMES = { h264: 2, av1: 0 } as const;

/** A last segment below this part of a whole one is joined to the one before. */
const SHORTEST_LAST_SEGMENT = 0.25;

/**
 * Reads the encoder's output of one rung and stores it as segments that follow those of the chunks before; the first
 * chunk also stores the init section.
 */
export async function storeRung(
  target: RungTarget,
  rung: Rung,
  pipe: Readable,
  signal: AbortSignal,
): Promise<StoredRung> {
  const reader = new FragmentReader();
  const { ticksPerFrame } = timescaleFor(target.timeline.frameRate);
  let output: RungOutput | null = null;
  let frames = 0;
  for await (const bytes of pipe as AsyncIterable<Uint8Array>) {
    for (const fragment of reader.push(bytes)) {
      output ??= await openRung(target, rung, reader.initSection(), signal);
      const decodeTimeTicks = readDecodeTime(fragment);
      const timing = {
        ...{ decodeTimeTicks, framesBefore: frames, ticksPerFrame },
        mediaTimeTicks: output.track.mediaTime,
        presentationStartTicks: output.presentationStartTicks,
      };
      const samples = retimeSamples(readSamples(fragment, output.track), timing);
      frames += samples.length;
      await output.sink.add(samples);
    }
  }
  reader.finish();
  return { frames, result: await closeRung(rung, output) };
}

interface RungOutput {
  readonly track: Track;
  readonly presentationStartTicks: number;
  readonly configuration: string;
  readonly sink: SegmentSink;
}

async function openRung(
  target: RungTarget,
  rung: Rung,
  rawInit: Uint8Array | null,
  signal: AbortSignal,
): Promise<RungOutput> {
  if (rawInit === null) throw new MalformedMediaError('A fragment before the init section');
  const { store, jobId, range, segmentsBefore, segmentFrames } = target;
  const track = readTrack(rawInit);
  const { timescale, ticksPerFrame } = timescaleFor(target.timeline.frameRate);
  if (track.timescale !== timescale) throw new MalformedMediaError(`Timescale ${track.timescale}, not ${timescale}`);
  const presentationStartTicks = REORDERED_FRAMES[rung.codec] * ticksPerFrame;
  const init = withEditList(rawInit, presentationStartTicks);
  const seal = sealTrack(nodeBlockCipher(), target.segmentKey, init);
  const keys = renditionKeys(workPrefix(jobId), `video/${rung.id}`);
  if (range.number === 1) await store.put(keys.init, seal.init, { contentType: contentTypes.init, signal });
  const sink = createSegmentSink({
    ...{ store, keys, seal, signal, segmentsBefore },
    trackId: track.trackId,
    baseDecodeTimeTicks: range.firstFrame * ticksPerFrame,
    minLastTicks: segmentFrames * ticksPerFrame * SHORTEST_LAST_SEGMENT,
  });
  const configuration = createHash('sha256').update(withoutEditList(rawInit)).digest('hex');
  return { track, presentationStartTicks, configuration, sink };
}

/** A chunk behind the last frame has an init section and no fragment. */
async function closeRung(rung: Rung, output: RungOutput | null): Promise<ChunkRungResult> {
  if (output === null) return { id: rung.id, codecs: '', configuration: '', segments: [] };
  const segments: StoredSegment[] = await output.sink.finish();
  return { id: rung.id, codecs: output.track.codec, configuration: output.configuration, segments };
}
