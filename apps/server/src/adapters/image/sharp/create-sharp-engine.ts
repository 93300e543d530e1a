import type { ImageEngine } from '../../../ports/image-engine.ts';
import { makePicture } from './make-picture.ts';
import type { PictureRules } from './picture-rules.ts';

/** sharp in this process. */
export function createSharpEngine(rules: PictureRules): ImageEngine {
  return {
    transform: (source, request) => makePicture(source, request, rules),
    stop: async () => undefined,
  };
}
