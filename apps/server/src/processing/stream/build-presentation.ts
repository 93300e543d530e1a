import type { AudioRendition, Presentation, PresentationEncryption, Rung, VideoRendition } from '@sluice/media';
import { timescaleFor } from '@sluice/media';
import { audioRendition } from '../audio/audio-rendition.ts';
import type { AudioResult } from '../audio/audio-result.ts';
import type { VideoTimeline } from '../timeline/video-timeline.ts';
import type { ChunkResult } from '../video/chunk-result.ts';

/** What the recorded steps of a stream came to. */
export interface EncodedStream {
  readonly timeline: VideoTimeline;
  readonly rungs: readonly Rung[];
  readonly chunks: readonly ChunkResult[];
  readonly audio: AudioResult | null;
  readonly encryption: PresentationEncryption | null;
}

/** The model that playlists and manifests are written from. The film lasts as long as its pictures. */
export function buildPresentation(stream: EncodedStream): Presentation {
  const { chunks, timeline } = stream;
  const frames = chunks.reduce((sum, chunk) => sum + chunk.frames, 0);
  return {
    version: 1,
    durationSeconds: (frames * timeline.ticksPerFrame) / timeline.ticksPerSecond,
    encryption: stream.encryption,
    video: stream.rungs.map((rung) => videoRendition(rung, stream)),
    audio: stream.audio === null ? [] : [soundRendition(stream.audio)],
  };
}

function videoRendition(rung: Rung, { chunks, timeline }: EncodedStream): VideoRendition {
  const parts = chunks.flatMap((chunk) => chunk.rungs.filter(({ id }) => id === rung.id));
  return {
    id: rung.id,
    codec: rung.codec,
    codecs: parts[0]?.codecs ?? '',
    width: rung.width,
    height: rung.height,
    frameRate: timeline.frameRate,
    timescale: timescaleFor(timeline.frameRate).timescale,
    path: `video/${rung.id}`,
    nominalBitrate: rung.nominalBitrate,
    segments: parts.flatMap(({ segments }) => segments),
  };
}

function soundRendition({ codecs, timescale, segments }: AudioResult): AudioRendition {
  const { id, path, language, codec, channels, sampleRate, bitsPerSecond } = audioRendition;
  return {
    id,
    codecs,
    timescale,
    path,
    nominalBitrate: bitsPerSecond,
    segments,
    language,
    codec,
    channels,
    sampleRate,
  };
}
