import type { RedactSound } from '../../../ports/film-job.ts';
import type { ProcessingSettings } from '../../job/processing-settings.ts';
import type { FilmFile } from '../../source/film-file.ts';
import { readWhole } from '../../source/read-film.ts';
import { deinterlaceFilters, filmFormat, scaleFilters } from '../../timeline/picture-filters.ts';
import { progressArguments } from '../../tools/run-encoder.ts';
import { fileArgument, plainRun } from '../../tools/tool-input.ts';
import { muteFilter } from './mute-filter.ts';
import { evenSide, type PlacedRegion } from './place-regions.ts';
import { redactFilters } from './redact-filters.ts';

export interface RedactEncode {
  readonly film: FilmFile;
  readonly regions: readonly PlacedRegion[];
  readonly sound: RedactSound;
  readonly settings: Pick<ProcessingSettings, 'x264Preset'>;
  readonly path: string;
}

/** Ticks per second: every usual frame rate is a whole number of them, and so are milliseconds. */
const TIMESCALE = 360_000;
/** Beside a redaction nothing is to be seen of the encode. */
const CRF = 17;

const AAC = ['aac', '-b:a', '128k'];
/** Codecs of sound that an MP4 takes as they are. */
const COPIED: ReadonlySet<string> = new Set(['aac', 'mp3', 'ac3', 'eac3', 'opus', 'alac']);

function soundArguments({ film, sound }: RedactEncode): string[] {
  const { audio } = film.facts;
  if (sound === 'remove' || audio === null) return ['-an'];
  const from = ['-map', `0:${audio.streamIndex}`, '-c:a'];
  if (sound !== 'keep') return [...from, ...AAC, '-af', muteFilter(sound.mute)];
  return [...from, ...(COPIED.has(audio.codec) ? ['copy'] : AAC)];
}

function graph({ film, regions }: RedactEncode): string {
  const { video } = film.facts;
  const [width, height] = [evenSide(video.displayWidth), evenSide(video.displayHeight)];
  const isOdd = width !== video.displayWidth || height !== video.displayHeight;
  const prepare = [
    ...deinterlaceFilters(video),
    ...scaleFilters(video, video.displayWidth, video.displayHeight),
    ...filmFormat,
    ...(isOdd ? [`crop=${width}:${height}:0:0`] : []),
  ];
  return [`[0:${video.streamIndex}]${prepare.join(',')}[shown0]`, ...redactFilters(regions)].join(';');
}

/** The whole film once more with its regions hidden, every picture at its own time, and nothing else of the file. */
export function redactArguments(encode: RedactEncode): string[] {
  const { film, regions, settings, path } = encode;
  return [
    ...plainRun,
    ...readWhole(film),
    ...['-filter_complex', graph(encode), '-map', `[shown${regions.length}]`],
    ...['-fps_mode', 'passthrough', '-enc_time_base', `1:${TIMESCALE}`],
    // Captions of the source would be carried along inside of the pictures.
    ...['-c:v', 'libx264', '-preset', settings.x264Preset, '-profile:v', 'high', '-crf', String(CRF), '-a53cc', '0'],
    ...soundArguments(encode),
    ...['-map_metadata', '-1', '-map_chapters', '-1', '-video_track_timescale', String(TIMESCALE)],
    ...['-movflags', '+faststart', '-f', 'mp4', fileArgument(path)],
    ...progressArguments(0),
  ];
}
