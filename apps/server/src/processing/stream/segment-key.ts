import { Type } from 'typebox';
import type { ContentKey, TranscodeOptions } from '../../ports/film-job.ts';
import { once } from '../job/once.ts';
import type { ProcessingContext } from '../job/processing-context.ts';
import { StageRefused } from '../job/stage-refused.ts';
import { stepNames } from '../job/step-names.ts';
import type { SegmentKey } from '../segments/seal-segments.ts';

/** Only the key's name is recorded, never the key; and the scheme, which a changed setting must not change halfway. */
const KeyStepSchema = Type.Object({
  kid: Type.String(),
  scheme: Type.Union([Type.Literal('aes-128'), Type.Literal('cbcs')]),
});

/** The key that a job's segments are stored under; null when they stay clear. Rejects with `encryption_setup_failed`. */
export async function prepareSegmentKey(
  context: ProcessingContext,
  options: TranscodeOptions,
): Promise<SegmentKey | null> {
  if (!options.encrypt) return null;
  const scheme = options.scheme ?? context.settings.encryptionScheme;
  if (scheme === 'cbcs' && context.settings.ladderCodecs.includes('av1')) throw refused(CBCS_AV1, false);
  const { kid, key } = await createKey(context);
  const recorded = await once(context.steps, stepNames.contentKey, KeyStepSchema, async () => ({
    kid,
    scheme,
  }));
  if (recorded.kid !== kid) throw refused(KEY_CHANGED, false);
  return { scheme: recorded.scheme, kid, key };
}

const CBCS_AV1 = 'CBCS is there for H.264 only: use aes-128 for this job, or take av1 out of LADDER_CODECS.';
const KEY_CHANGED = 'The content key changed while the job was running: create the job again.';
const NO_KEY = 'The content key could not be created or unwrapped: look at the server log, then retry.';

async function createKey(context: ProcessingContext): Promise<ContentKey> {
  try {
    return await context.contentKey();
  } catch (error) {
    context.signal.throwIfAborted();
    throw refused(NO_KEY, true, error);
  }
}

function refused(sentence: string, retryable: boolean, cause?: unknown): StageRefused {
  return new StageRefused('encryption_setup_failed', sentence, { retryable, cause });
}
