import type { Readable } from 'node:stream';
import { FragmentReader, MalformedMediaError, readSamples, readTrack, type Track } from '@sluice/media';
import { nodeBlockCipher } from '../../platform/node-block-cipher.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { contentTypes, renditionKeys, workPrefix } from '../segments/media-keys.ts';
import { type SegmentKey, sealTrack } from '../segments/seal-segments.ts';
import { createSegmentSink, type SegmentSink } from '../segments/segment-sink.ts';
import type { VideoTimeline } from '../timeline/video-timeline.ts';
import { type AudioCutter, createAudioCutter } from './audio-cutter.ts';
import { audioRendition } from './audio-rendition.ts';
import type { AudioResult } from './audio-result.ts';

/** Where the sound of a film goes. */
export interface AudioTarget {
  readonly store: ObjectStore;
  readonly jobId: string;
  readonly timeline: VideoTimeline;
  readonly segmentFrames: number;
  readonly segmentKey: SegmentKey | null;
}

/** A last segment below this part of a whole one is joined to the one before. */
const SHORTEST_LAST_SEGMENT = 0.25;

/** Reads the encoder's output to its end and stores it as an init section and segments. */
export async function storeAudio(target: AudioTarget, pipe: Readable, signal: AbortSignal): Promise<AudioResult> {
  const reader = new FragmentReader();
  let output: AudioOutput | null = null;
  for await (const bytes of pipe as AsyncIterable<Uint8Array>) {
    for (const fragment of reader.push(bytes)) {
      output ??= await openAudio(target, reader.initSection(), signal);
      for (const segment of output.cutter.push(readSamples(fragment, output.track))) await output.sink.add(segment);
    }
  }
  reader.finish();
  if (output === null) return { codecs: '', timescale: audioRendition.sampleRate, segments: [] };
  const rest = output.cutter.rest();
  if (rest.length > 0) await output.sink.add(rest);
  const { track, sink } = output;
  return { codecs: track.codec, timescale: track.timescale, segments: await sink.finish() };
}

interface AudioOutput {
  readonly track: Track;
  readonly cutter: AudioCutter;
  readonly sink: SegmentSink;
}

async function openAudio(target: AudioTarget, init: Uint8Array | null, signal: AbortSignal): Promise<AudioOutput> {
  if (init === null) throw new MalformedMediaError('A fragment before the init section');
  const { store, jobId, segmentFrames, timeline } = target;
  const track = readTrack(init);
  const seal = sealTrack(nodeBlockCipher(), target.segmentKey, init);
  const keys = renditionKeys(workPrefix(jobId), audioRendition.path);
  await store.put(keys.init, seal.init, { contentType: contentTypes.init, signal });
  const { timescale, mediaTime: primingTicks } = track;
  const cutter = createAudioCutter({ videoFrameRate: timeline.frameRate, segmentFrames, timescale, primingTicks });
  const segmentTicks = (segmentFrames * timeline.ticksPerFrame * timescale) / timeline.ticksPerSecond;
  const sink = createSegmentSink({
    ...{ store, keys, seal, signal },
    trackId: track.trackId,
    segmentsBefore: 0,
    baseDecodeTimeTicks: 0,
    minLastTicks: segmentTicks * SHORTEST_LAST_SEGMENT,
  });
  return { track, cutter, sink };
}
