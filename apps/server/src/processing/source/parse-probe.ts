import type { FrameRate } from '@sluice/media';
import { chooseFrameRate } from '../timeline/frame-rate.ts';
import { createTimeline, type SourceTime } from '../timeline/video-timeline.ts';
import { displaySize } from './display-size.ts';
import type { FfprobeOutput, FfprobeStream } from './ffprobe-output.ts';
import type { SourceFacts } from './source-facts.ts';

/** What a probe says beyond the facts that other reads of the file add. */
export type ProbedFacts = Omit<SourceFacts, 'etag' | 'bytes'>;

export interface SourceLimits {
  readonly maxSourcePixels: number;
  readonly maxDurationSeconds: number;
}

export type ProbeReading =
  | { readonly ok: true; readonly facts: ProbedFacts }
  | { readonly ok: false; readonly reason: string };

/** Demuxers of films, by the first of ffmpeg's names for each. */
const FILM_DEMUXERS = new Set([
  'mov',
  'matroska',
  'avi',
  'mpegts',
  'mpeg',
  'flv',
  'ogg',
  'asf',
  'mxf',
  'wtv',
  'nut',
  'dv',
  'rm',
]);
const HDR_TRANSFERS = new Set(['smpte2084', 'arib-std-b67']);
const INTERLACED = new Set(['tt', 'bb', 'tb', 'bt']);

/** The typed facts of a film, or the sentence that tells its owner why it is refused. */
export function parseProbe(output: FfprobeOutput, limits: SourceLimits): ProbeReading {
  const demuxer = output.format.format_name.split(',')[0] ?? '';
  const video = output.streams.find(isFilm);
  const refusal = refuseContainer(demuxer, output, video) ?? refuseVideo(video, output, limits);
  if (refusal !== null || video === undefined) return { ok: false, reason: refusal ?? NO_VIDEO };
  const audio = chooseAudio(output.streams);
  const frameRate = chooseFrameRate({
    real: parseRational(video.r_frame_rate, '/'),
    average: parseRational(video.avg_frame_rate, '/'),
    isInterlaced: isInterlaced(video),
  });
  const timeline = createTimeline(frameRate, startOf(video) ?? AT_ZERO, audio === undefined ? null : startOf(audio));
  return {
    ok: true,
    facts: {
      demuxer,
      durationSeconds: durationOf(output),
      timeline,
      video: videoFacts(video),
      audio: audio === undefined ? null : audioFacts(audio),
    },
  };
}

const AT_ZERO: SourceTime = { pts: 0, numerator: 1, denominator: 1 };
const NO_VIDEO = 'The file holds no video stream: send a film with pictures in it.';

function refuseContainer(demuxer: string, output: FfprobeOutput, video: FfprobeStream | undefined): string | null {
  if (FILM_DEMUXERS.has(demuxer)) return null;
  if (/_pipe$|^(image2|gif|apng|mjpeg)$/.test(demuxer)) {
    return 'This is an image, not a video: send a film, or use the image routes for pictures.';
  }
  if (video === undefined && output.streams.length > 0) return NO_VIDEO;
  return 'The container format is not accepted: send MP4, MOV, MKV, WebM, AVI, MPEG-TS, MPEG-PS, FLV, Ogg, ASF or MXF.';
}

function refuseVideo(video: FfprobeStream | undefined, output: FfprobeOutput, limits: SourceLimits): string | null {
  if (video === undefined) return NO_VIDEO;
  const { width = 0, height = 0, codec_name: codec = 'none' } = video;
  if (codec === 'none' || codec === 'unknown' || width < 1 || height < 1) {
    return 'The video stream cannot be decoded: its codec is unknown or its header is damaged. Export the film as H.264, H.265, VP9 or AV1.';
  }
  if (width * height > limits.maxSourcePixels) {
    return `The picture is ${width}×${height}, more than ${limits.maxSourcePixels} pixels: send a smaller version of the film.`;
  }
  const seconds = durationOf(output) ?? 0;
  if (seconds > limits.maxDurationSeconds) return tooLong(seconds, limits.maxDurationSeconds);
  return null;
}

/** The sentence for a film that lasts longer than is allowed. */
export function tooLong(seconds: number, maxSeconds: number): string {
  return `The film lasts ${Math.ceil(seconds)} seconds, longer than the ${maxSeconds} that are allowed: cut it into parts.`;
}

/** Cover art inside a sound file is a video stream too. */
function isFilm(stream: FfprobeStream): boolean {
  return stream.codec_type === 'video' && stream.disposition?.attached_pic !== 1;
}

/**
 * The first stream of sound that is in a known codec, or else the first at all, whose fault is then told. Tracks that
 * were announced and never written to are no sound.
 */
function chooseAudio(streams: readonly FfprobeStream[]): FfprobeStream | undefined {
  const audio = streams.filter((stream) => stream.codec_type === 'audio' && stream.start_pts !== undefined);
  return audio.find(({ codec_name: codec = 'unknown' }) => codec !== 'unknown' && codec !== 'none') ?? audio[0];
}

function isInterlaced(stream: FfprobeStream): boolean {
  return INTERLACED.has(stream.field_order ?? '');
}

function videoFacts(stream: FfprobeStream): ProbedFacts['video'] {
  const { width = 0, height = 0 } = stream;
  const rotation = stream.side_data_list?.find((data) => data.rotation !== undefined)?.rotation ?? 0;
  const pixelAspect = parseRational(stream.sample_aspect_ratio, ':');
  return {
    streamIndex: stream.index,
    codec: stream.codec_name ?? 'unknown',
    codedWidth: width,
    codedHeight: height,
    ...displaySize({ width, height, pixelAspect, rotationDegrees: rotation }),
    isRotated: rotation !== 0,
    isInterlaced: isInterlaced(stream),
    isHdr: HDR_TRANSFERS.has(stream.color_transfer ?? ''),
    pixelFormat: stream.pix_fmt ?? 'unknown',
    x264Build: null,
  };
}

function audioFacts(stream: FfprobeStream): ProbedFacts['audio'] {
  return { streamIndex: stream.index, codec: stream.codec_name ?? 'unknown', channels: stream.channels ?? 0 };
}

/** Null where the demuxer saw no timestamp. */
function startOf(stream: FfprobeStream): SourceTime | null {
  const timeBase = parseRational(stream.time_base, '/');
  return timeBase === null || stream.start_pts === undefined ? null : { pts: stream.start_pts, ...timeBase };
}

function durationOf({ format }: FfprobeOutput): number | null {
  const seconds = Number(format.duration);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}

/** Null for `0/0`, `0:1` and everything else that means "unknown". */
function parseRational(text: string | undefined, separator: '/' | ':'): FrameRate | null {
  const [numerator = 0, denominator = 0] = (text ?? '').split(separator).map(Number);
  const isUsable = [numerator, denominator].every((part) => Number.isSafeInteger(part) && part > 0);
  return isUsable ? { numerator, denominator } : null;
}
