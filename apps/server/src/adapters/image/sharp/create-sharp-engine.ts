import { createWorkQueue } from '../../../platform/work-queue.ts';
import type { ImageEngine } from '../../../ports/image-engine.ts';
import { makePicture } from './make-picture.ts';
import type { PictureRules } from './picture-rules.ts';

/** sharp in this process, on `maxRunning` threads of the pool that file access shares with it. */
export function createSharpEngine(rules: PictureRules, maxRunning: number): ImageEngine {
  const queue = createWorkQueue(maxRunning);
  return {
    transform: (source, request) => queue.run(() => makePicture(source, request, rules)),
    stop: async () => undefined,
  };
}
