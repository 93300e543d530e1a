import type { Report } from '@sluice/contract';
import { averageBitsPerSecond, peakBitsPerSecond } from '@sluice/media';
import type { StreamRecord } from '../../../ports/film-record.ts';
import { formatUserTime } from '../../identity/index.ts';
import type { JobFacts, StepRecord } from './job-facts.ts';
import { tellSteps } from './tell-steps.ts';

type Rendition = StreamRecord['video'][number] | StreamRecord['audio'][number];

const rounded = (value: number, digits = 3): number => Number(value.toFixed(digits));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const rateOf = ({ numerator, denominator }: { numerator: number; denominator: number }): number =>
  rounded(numerator / denominator);

function measure(rendition: Rendition) {
  const { id, codec, codecs, nominalBitrate, segments, timescale } = rendition;
  return {
    ...{ id, codec, codecs, declared_bitrate: nominalBitrate },
    average_bitrate: averageBitsPerSecond(rendition),
    peak_bitrate: peakBitsPerSecond(rendition),
    size_bytes: sum(segments.map(({ bytes }) => bytes)),
    segment_count: segments.length,
    duration_seconds: rounded(sum(segments.map(({ durationTicks }) => durationTicks)) / timescale),
  };
}

/** Of each segment: begin and length in seconds, bits per second. */
function bitratesOf({ segments, timescale }: Rendition): Report['renditions'][number]['bitrates'] {
  let ticks = 0;
  return segments.map(({ durationTicks, bytes }) => {
    const begin = ticks / timescale;
    ticks += durationTicks;
    const seconds = durationTicks / timescale;
    return [rounded(begin), rounded(seconds), seconds === 0 ? 0 : Math.round((bytes * 8) / seconds)];
  });
}

function tellRendition(video: StreamRecord['video'][number], quality: JobFacts['quality']) {
  const { width, height, frameRate } = video;
  const found = quality?.status === 'measured' ? quality.renditions.find(({ id }) => id === video.id) : undefined;
  const figures = found === undefined ? null : { ssim: found.ssim, ssim_worst: found.ssimWorst, psnr_db: found.psnrDb };
  return {
    ...measure(video),
    ...{ width, height, frame_rate: rateOf(frameRate), quality: figures },
    bitrates: bitratesOf(video),
  };
}

function tellAudio(audio: StreamRecord['audio'][number]): Report['audio'][number] {
  const { language, channels, sampleRate } = audio;
  return { ...measure(audio), language, channels, sample_rate: sampleRate };
}

/** The path of a source may tell whose it is; its last part is its name. */
const nameOf = (source: string): string => source.slice(source.lastIndexOf('/') + 1);

function tellSource({ job, source }: JobFacts): Report['source'] {
  if (source === null) return null;
  const { demuxer, durationSeconds, timeline, video, audio, bytes } = source;
  const known = bytes ?? (job.source_bytes === null ? null : Number(job.source_bytes));
  return {
    ...{ name: nameOf(job.source), container: demuxer, size_bytes: known },
    duration_seconds: durationSeconds === null ? null : rounded(durationSeconds),
    ...{ video_codec: video.codec, width: video.displayWidth, height: video.displayHeight },
    frame_rate: rateOf(timeline.frameRate),
    ...{ audio_codec: audio?.codec ?? null, audio_channels: audio?.channels ?? null },
  };
}

function tellQuality({ job, quality, stream }: JobFacts): Report['quality'] {
  if (quality?.status === 'measured') {
    return { status: 'measured', windows: quality.windows, frames: quality.frames };
  }
  const isRunning = job.status === 'queued' || job.status === 'processing';
  const unmeasured = isRunning && (stream === null || quality === null) ? 'pending' : 'off';
  return { status: quality?.status ?? unmeasured, windows: 0, frames: 0 };
}

const isOver = (status: string): boolean => status !== 'queued' && status !== 'processing';

function finishedAt(status: string, steps: readonly StepRecord[]): string | null {
  const last = steps.at(-1);
  return last === undefined || !isOver(status) ? null : formatUserTime(last.recordedAt);
}

/** What a job made of its source, from what is recorded of it. Ids that open media are left out. */
export function assembleReport(facts: JobFacts): Report {
  const { job, stream, quality, cover, preview, steps } = facts;
  const renditions = stream?.video.map((video) => tellRendition(video, quality)) ?? [];
  const audio = stream?.audio.map(tellAudio) ?? [];
  const artifacts = [
    ...(cover === null ? [] : [{ kind: 'cover' as const, format: cover.format, size_bytes: cover.size }]),
    ...(preview === null ? [] : [{ kind: 'preview' as const, format: preview.format, size_bytes: preview.size }]),
  ];
  const encryption = stream?.encryption ?? null;
  return {
    ...{ title: job.title, type: job.type, status: job.status, created_at: formatUserTime(job.created_at) },
    finished_at: finishedAt(job.status, steps),
    source: tellSource(facts),
    ...{ renditions, audio },
    totals: {
      size_bytes: sum([...renditions, ...audio, ...artifacts].map((part) => part.size_bytes)),
      segment_count: sum([...renditions, ...audio].map((part) => part.segment_count)),
      duration_seconds: stream === null ? null : rounded(stream.durationSeconds),
      work_seconds: rounded(sum(steps.map(({ tookMs }) => tookMs ?? 0)) / 1000),
    },
    steps: tellSteps(steps),
    artifacts,
    encryption: encryption === null ? null : { scheme: encryption.scheme },
    quality: tellQuality(facts),
  };
}
