import { createWorkQueue } from '../../../platform/work-queue.ts';
import type { ImageEngine, MadePicture, PictureRequest, PictureSource } from '../../../ports/image-engine.ts';
import { makePicture } from './make-picture.ts';
import { unprocessable } from './picture-errors.ts';
import type { PictureRules } from './picture-rules.ts';

/**
 * sharp in this process, on `maxRunning` threads of the pool that file access shares with it. What an encoder does not
 * let be stopped is answered in time all the same, and keeps its place until it has ended.
 */
export function createSharpEngine(rules: PictureRules, maxRunning: number): ImageEngine {
  const queue = createWorkQueue(maxRunning);

  function transform(source: PictureSource, request: PictureRequest): Promise<MadePicture> {
    const { promise, resolve, reject } = Promise.withResolvers<MadePicture>();
    void queue.run(async () => {
      const tooLate = setTimeout(() => reject(unprocessable('too-slow')), rules.maxSeconds * 1000);
      await makePicture(source, request, rules).then(resolve, reject);
      clearTimeout(tooLate);
    });
    return promise;
  }

  return { transform };
}
