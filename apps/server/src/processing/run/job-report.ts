import type { Presentation } from '@sluice/media';
import type { Artifact } from '../artifacts/artifact.ts';
import type { Stage } from '../job/stage.ts';

/** How every stage of a job ended; null for stages that the job does not have. */
export interface JobReport {
  readonly source: Stage<null>;
  readonly cover: Stage<Artifact> | null;
  readonly preview: Stage<Artifact> | null;
  readonly transcode: Stage<Presentation> | null;
}
