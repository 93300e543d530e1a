import { fileArgument, openArguments } from '../tools/tool-input.ts';
import type { FilmFile } from './film-file.ts';

/** Decoding starts this much early, so that B-frames, open GOPs and deinterlacing have what they look back at. */
const INDEXED_MARGIN_SECONDS = 1;
/** Without an index a seek lands near the place, perhaps behind the key frame that was wanted. */
const UNINDEXED_MARGIN_SECONDS = 15;
/** Twice the pixels that the probe saw: films change their size in the middle, bombs more than that. */
const MAX_GROWTH = 2;
const MIN_MAX_PIXELS = 1920 * 1088;

/**
 * Input options that read a film from the last key frame that is surely before `firstTicks` (timeline ticks after
 * presentation zero). The film keeps its own timestamps (`-copyts`), so a frame has the same time wherever reading
 * begins, and `-noaccurate_seek` leaves the choice of frames to the filters.
 */
export function readFrom(film: FilmFile, firstTicks: number, decoderOptions: readonly string[] = []): string[] {
  return [
    '-copyts',
    ...seekArguments(film, firstTicks / film.facts.timeline.ticksPerSecond),
    ...readWhole(film, decoderOptions),
  ];
}

/** Input options that read a film from its beginning, on a clock that begins with the file. */
export function readWhole(film: FilmFile, decoderOptions: readonly string[] = []): string[] {
  const { demuxer, video } = film.facts;
  const maxPixels = Math.max(MIN_MAX_PIXELS, video.codedWidth * video.codedHeight * MAX_GROWTH);
  return [
    ...(video.x264Build === null ? [] : ['-x264_build', String(video.x264Build)]),
    ...['-max_pixels', String(maxPixels)],
    ...decoderOptions,
    ...openArguments(demuxer),
    ...['-i', fileArgument(film.path)],
  ];
}

function seekArguments({ facts, isIndexed }: FilmFile, firstSeconds: number): string[] {
  const margin = isIndexed ? INDEXED_MARGIN_SECONDS : UNINDEXED_MARGIN_SECONDS;
  if (firstSeconds <= margin) return [];
  const zeroSeconds = facts.timeline.zeroTicks / facts.timeline.ticksPerSecond;
  const seekSeconds = zeroSeconds + firstSeconds - margin;
  return ['-noaccurate_seek', '-seek_timestamp', '1', '-ss', seekSeconds.toFixed(6)];
}
