import { join } from 'node:path';
import type { ProcessingContext } from '../job/processing-context.ts';
import { isInputFailure } from '../tools/is-input-failure.ts';
import { fileArgument, openArguments, plainRun } from '../tools/tool-input.ts';
import { toolLimits } from '../tools/tool-limits.ts';
import type { FilmFile } from './film-file.ts';
import { type ProbeTools, probe } from './probe.ts';
import type { SourceFacts } from './source-facts.ts';
import { SourceRefused } from './source-refused.ts';

/**
 * The same film in a container with an index, streams copied as they are, so that chunks can begin at exact frames.
 * A film that cannot be copied so is given back unchanged; it is then encoded as one chunk.
 * Every run makes the copy anew, and it always comes out the same.
 */
export async function indexFilm(film: FilmFile, context: ProcessingContext, scratch: string): Promise<FilmFile> {
  if (film.isIndexed) return film;
  const { settings, media, signal } = context;
  try {
    return await copyFilm(film, { settings, media, signal, scratch });
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof SourceRefused) && !isInputFailure(error)) throw error;
    context.log.info({ event: 'film-not-indexed', demuxer: film.facts.demuxer, why: error.message });
    return film;
  }
}

async function copyFilm(film: FilmFile, tools: ProbeTools): Promise<FilmFile> {
  const { facts } = film;
  const container = copyContainer(facts);
  const path = join(tools.scratch, `indexed.${container.demuxer}`);
  const seconds = facts.durationSeconds ?? tools.settings.maxDurationSeconds;
  const limits = toolLimits(
    { ...tools.settings, stepSecondsPerContentSecond: 1 },
    seconds,
    tools.settings.maxSourceBytes,
  );
  const args = copyArguments(film, container.muxer, path);
  const { scratch, signal } = tools;
  await tools.media.start({ tool: 'ffmpeg', args, readable: [film.path], scratch, limits, signal }).done;
  const probed = await probe(path, container.demuxer, tools);
  // How the picture is to be seen is the original's word: not every container can say it.
  const video = { ...facts.video, streamIndex: probed.video.streamIndex };
  return { path, isIndexed: true, facts: { ...probed, video, etag: facts.etag } };
}

/** A fragmented MP4 stays what it is, or it would lose its rotation. */
function copyContainer({ demuxer }: SourceFacts): { demuxer: string; muxer: string } {
  return demuxer === 'mov' ? { demuxer: 'mov', muxer: 'mov' } : { demuxer: 'matroska', muxer: 'matroska' };
}

/** Without `-copyts`, so that jumps of the clock in broadcast streams are closed. */
function copyArguments({ path, facts }: FilmFile, muxer: string, copyPath: string): string[] {
  const streams = [facts.video, ...(facts.audio === null ? [] : [facts.audio])];
  return [
    ...plainRun,
    ...['-fflags', '+genpts'],
    ...openArguments(facts.demuxer),
    ...['-i', fileArgument(path)],
    ...streams.flatMap(({ streamIndex }) => ['-map', `0:${streamIndex}`]),
    ...['-c', 'copy', '-map_metadata', '-1', '-map_chapters', '-1', '-f', muxer, fileArgument(copyPath)],
  ];
}
