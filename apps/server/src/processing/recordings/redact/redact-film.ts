import { join } from 'node:path';
import type { RedactOptions } from '../../../ports/film-job.ts';
import { encodeDetail } from '../../progress/encode-detail.ts';
import type { ProgressReporter } from '../../progress/progress-reporter.ts';
import { SourceRefused } from '../../source/source-refused.ts';
import { runEncoder } from '../../tools/run-encoder.ts';
import { toolLimits } from '../../tools/tool-limits.ts';
import { readPictureTimes } from '../read-picture-times.ts';
import type { PictureWork } from '../take-pictures.ts';
import { silenceProblem } from './mute-filter.ts';
import { evenSide, placeRegions } from './place-regions.ts';
import { redactArguments } from './redact-arguments.ts';

/** A redacted film in scratch. */
export interface RedactedFile {
  readonly path: string;
  readonly width: number;
  readonly height: number;
}

/** Encodes the film with its regions hidden. Rejects with `SourceRefused` for regions that it does not have. */
export async function redactFilm(
  work: PictureWork,
  options: RedactOptions,
  progress: ProgressReporter,
): Promise<RedactedFile> {
  const { context, film, scratch } = work;
  const { durationSeconds, timeline, video } = film.facts;
  const times = await readPictureTimes(context, film, scratch);
  const frameSeconds = timeline.ticksPerFrame / timeline.ticksPerSecond;
  const size = { width: video.displayWidth, height: video.displayHeight };
  const placed = placeRegions(options.regions, { ...size, durationSeconds, times, frameSeconds });
  if (!placed.ok) throw new SourceRefused(placed.sentence);
  const problem = silenceProblem(options.sound, durationSeconds);
  if (problem !== null) throw new SourceRefused(problem);
  const { settings, media, signal } = context;
  const path = join(scratch, 'redacted.mp4');
  const seconds = durationSeconds ?? settings.maxDurationSeconds;
  const beganMs = performance.now();
  const run = {
    args: redactArguments({ film, regions: placed.regions, sound: options.sound, settings, path }),
    readable: [film.path],
    scratch,
    limits: toolLimits(settings, seconds, settings.maxSourceBytes),
    readers: [],
    onProgress: ({ frames }: { readonly frames: number }) =>
      progress.tell(
        'encode',
        encodeDetail({
          ...{ framesDone: frames, framesFound: 0, expectedFrames: times.length || null },
          ...{ framesPerSecond: 1 / frameSeconds, elapsedSeconds: (performance.now() - beganMs) / 1000 },
        }),
      ),
  };
  await runEncoder(media, run, signal);
  return { path, width: evenSide(size.width), height: evenSide(size.height) };
}
