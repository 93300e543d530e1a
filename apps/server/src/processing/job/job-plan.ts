import type { CoverOptions, FilmRequest, PreviewOptions, TranscodeOptions } from '../../ports/film-job.ts';

/** What a job makes of a film. `video:full` is a longer list than `video:cover`, not other code. */
export interface JobPlan {
  readonly cover: CoverOptions | null;
  readonly preview: PreviewOptions | null;
  readonly transcode: TranscodeOptions | null;
}

/** The parts of a job. All of them begin with the same probe of the source. */
export function planJob(request: FilmRequest): JobPlan {
  const nothing: JobPlan = { cover: null, preview: null, transcode: null };
  switch (request.type) {
    case 'video:cover':
      return { ...nothing, cover: request.options };
    case 'video:preview':
      return { ...nothing, preview: request.options };
    case 'video:transcode':
      return { ...nothing, transcode: request.options };
    case 'video:full':
      return { ...request.options };
  }
}
