import { type Artifact, ArtifactSchema } from '../artifacts/artifact.ts';
import { extractCover } from '../artifacts/extract-cover.ts';
import { makePreview } from '../artifacts/make-preview.ts';
import type { JobPlan } from '../job/job-plan.ts';
import { recordedResult } from '../job/once.ts';
import type { ProcessingContext } from '../job/processing-context.ts';
import type { Stage } from '../job/stage.ts';
import { stepNames } from '../job/step-names.ts';
import type { ProgressReporter } from '../progress/progress-reporter.ts';
import { contentTypes, coverKey, previewKey } from '../segments/media-keys.ts';
import type { FilmFile } from '../source/film-file.ts';
import { failStage, type StageWords } from './fail-stage.ts';
import type { JobReport } from './job-report.ts';

/** What the artifact stages work with. */
export interface ArtifactWork {
  readonly context: ProcessingContext;
  readonly hash: string;
  readonly film: FilmFile;
  readonly plan: JobPlan;
  readonly scratch: string;
  readonly progress: ProgressReporter;
}

export const artifactWords = {
  cover: { stage: 'cover', code: 'extract_failed' },
  preview: { stage: 'preview', code: 'generate_failed' },
} as const satisfies Record<string, StageWords>;

/**
 * Makes cover and preview side by side. Both end before either is stored, and one is stored even when the other failed
 * (Vylux contract §8.4).
 */
export async function runArtifactStages(work: ArtifactWork): Promise<Pick<JobReport, 'cover' | 'preview'>> {
  const { context, film, plan, scratch, progress, hash } = work;
  const { cover, preview } = plan;
  const [madeCover, madePreview] = await Promise.all([
    cover && makeOnce(work, artifactWords.cover, () => extractCover(context, film, cover, scratch)),
    preview && makeOnce(work, artifactWords.preview, () => makePreview(context, film, preview, scratch)),
  ]);
  progress.reach('artifacts-made');
  const stored = {
    cover: madeCover && (await storeOnce(work, artifactWords.cover, madeCover, coverKey(hash), 'jpg')),
    preview:
      preview && madePreview
        ? await storeOnce(work, artifactWords.preview, madePreview, previewKey(hash, preview.format), preview.format)
        : null,
  };
  progress.reach('artifacts-stored');
  return stored;
}

/** An artifact that was stored by an earlier run, or the bytes of a new one. */
type Made = Stage<{ readonly recorded: Artifact } | { readonly bytes: Uint8Array }>;

async function makeOnce(work: ArtifactWork, words: StageWords, make: () => Promise<Uint8Array>): Promise<Made> {
  const recorded = await recordedResult(work.context.steps, stepOf(words), ArtifactSchema);
  if (recorded !== undefined) return { status: 'ready', value: { recorded } };
  try {
    return { status: 'ready', value: { bytes: await make() } };
  } catch (error) {
    return failStage(work.context, words, error);
  }
}

async function storeOnce(
  { context }: ArtifactWork,
  words: StageWords,
  made: Made,
  key: string,
  format: 'jpg' | 'webp' | 'gif',
): Promise<Stage<Artifact>> {
  if (made.status !== 'ready') return made;
  if ('recorded' in made.value) return { status: 'ready', value: made.value.recorded };
  const { bytes } = made.value;
  try {
    await context.mediaStore.put(key, bytes, { contentType: contentTypes[format], signal: context.signal });
  } catch (error) {
    return failStage(context, words, error);
  }
  const value = { key, format, size: bytes.length };
  await context.steps.record(stepOf(words), value);
  return { status: 'ready', value };
}

function stepOf({ stage }: StageWords): string {
  return stage === 'cover' ? stepNames.cover : stepNames.preview;
}
