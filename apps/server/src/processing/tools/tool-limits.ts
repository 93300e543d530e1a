import type { ToolLimits } from '../../ports/media-tool.ts';
import type { ProcessingSettings } from '../job/processing-settings.ts';

type LimitSettings = Pick<ProcessingSettings, 'stepBaseSeconds' | 'stepSecondsPerContentSecond' | 'toolMemoryBytes'>;

/** Bounds of a run that works on `contentSeconds` of film and writes files of at most `fileBytes`. */
export function toolLimits(settings: LimitSettings, contentSeconds: number, fileBytes: number): ToolLimits {
  return {
    seconds: Math.ceil(settings.stepBaseSeconds + contentSeconds * settings.stepSecondsPerContentSecond),
    memoryBytes: settings.toolMemoryBytes,
    fileBytes,
  };
}
