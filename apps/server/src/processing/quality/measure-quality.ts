import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Presentation, timescaleFor } from '@sluice/media';
import type { QualityRecord } from '../../ports/film-record.ts';
import type { ProcessingContext } from '../job/processing-context.ts';
import { assetPrefix, renditionKeys } from '../segments/media-keys.ts';
import type { SegmentKey } from '../segments/seal-segments.ts';
import type { FilmFile } from '../source/film-file.ts';
import { toolLimits } from '../tools/tool-limits.ts';
import { readClearSegment } from './clear-segment.ts';
import { psnrFile, qualityArguments, ssimFile } from './quality-arguments.ts';
import { planQualityWindows, type QualityWindow } from './quality-windows.ts';
import { type FrameDifference, readQualityStats, summarizeQuality } from './read-quality-stats.ts';

/** A published stream and what it was made from. */
export interface QualityWork {
  readonly context: ProcessingContext;
  readonly hash: string;
  readonly film: FilmFile;
  readonly presentation: Presentation;
  readonly segmentKey: SegmentKey | null;
  readonly scratch: string;
}

/** Largest statistics of one rung, bytes: some hundred for each frame. */
const MAX_STATS_BYTES = 2 ** 20;

/** How much of the source is left in each rendition, by a sample of frames. Rejects with the tool's and the store's errors. */
export async function measureQuality(work: QualityWork): Promise<QualityRecord> {
  const { film, presentation, scratch } = work;
  const { timeline } = film.facts;
  const { ticksPerFrame } = timescaleFor(timeline.frameRate);
  const lengths = presentation.video[0]?.segments.map(({ durationTicks }) => durationTicks / ticksPerFrame) ?? [];
  const framesPerSecond = timeline.ticksPerSecond / timeline.ticksPerFrame;
  const windows = planQualityWindows(lengths, framesPerSecond, film.isIndexed);
  const folder = join(scratch, 'quality');
  const byWindow: (readonly FrameDifference[])[][] = [];
  for (const window of windows) byWindow.push(await compareWindow(work, window, folder, framesPerSecond));
  const renditions = presentation.video.flatMap(({ id }, index) => {
    const figures = summarizeQuality(byWindow.flatMap((rungs) => rungs[index] ?? []));
    return figures === null ? [] : [{ id, ...figures }];
  });
  const frames = byWindow.reduce((sum, [first]) => sum + (first?.length ?? 0), 0);
  return { status: 'measured', windows: windows.length, frames, renditions };
}

/** The differences of each rung in one window. What had to be decrypted for it is removed before this is over. */
async function compareWindow(
  { context, hash, film, presentation, segmentKey }: QualityWork,
  window: QualityWindow,
  folder: string,
  framesPerSecond: number,
): Promise<(readonly FrameDifference[])[]> {
  const rungs = presentation.video;
  const rungPath = (index: number): string => join(folder, `rung-${index}.mp4`);
  await mkdir(folder, { mode: 0o700 });
  try {
    for (const [index, { path }] of rungs.entries()) {
      const keys = renditionKeys(assetPrefix(hash), path);
      const bytes = await readClearSegment(context.mediaStore, keys, window.segmentNumber, segmentKey);
      await writeFile(rungPath(index), bytes, { mode: 0o600 });
    }
    const limits = toolLimits(context.settings, window.frames / framesPerSecond, MAX_STATS_BYTES);
    const args = qualityArguments({ film, window, rungs, rungPath });
    const readable = [film.path];
    await context.media.start({ tool: 'ffmpeg', args, readable, scratch: folder, limits, signal: context.signal }).done;
    const stats = (name: string) => readFile(join(folder, name), 'utf8');
    return await Promise.all(
      rungs.map(async (_, index) => readQualityStats(await stats(ssimFile(index)), await stats(psnrFile(index)))),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
