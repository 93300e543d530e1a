import type { ToolLimits } from '../../ports/media-tool.ts';
import type { ProcessingSettings } from '../job/processing-settings.ts';

type LimitSettings = Pick<ProcessingSettings, 'stepBaseSeconds' | 'stepSecondsPerContentSecond' | 'toolMemoryBytes'>;

/** A week: no step is so long, and timers end at 24 days. */
const MAX_SECONDS = 7 * 24 * 3600;

/** Bounds of a run that works on `contentSeconds` of film and writes files of at most `fileBytes`. */
export function toolLimits(settings: LimitSettings, contentSeconds: number, fileBytes: number): ToolLimits {
  const seconds = Math.ceil(settings.stepBaseSeconds + contentSeconds * settings.stepSecondsPerContentSecond);
  return { seconds: Math.min(MAX_SECONDS, seconds), memoryBytes: settings.toolMemoryBytes, fileBytes };
}
