import { createPictures, createSourcePictures } from '../features/images/index.ts';
import { createStoredObjects } from '../features/storage/index.ts';
import { createWorkQueue } from '../platform/work-queue.ts';
import type { deliveryParts } from './delivery-parts.ts';
import type { Base } from './open-base.ts';

/** So many sources are fetched while as many pictures are made: neither the network nor the cores stand still. */
const FETCHED_AHEAD = 2;

/** What the routes of signed URLs are made of. */
export function imageParts(
  { config, clock, images, source, media, metrics }: Base,
  { cache, objects }: Pick<ReturnType<typeof deliveryParts>, 'cache' | 'objects'>,
) {
  const { countCacheRequest } = metrics;
  return {
    findPicture: createPictures({
      memory: cache,
      kept: images.kept,
      sources: createSourcePictures(source, config.IMAGE_MAX_SOURCE_SIZE),
      engine: images.engine,
      queue: createWorkQueue(images.concurrency * FETCHED_AHEAD, config.IMAGE_QUEUE_SIZE),
      clock,
      events: metrics,
    }),
    source: {
      store: source,
      objects: createStoredObjects({
        ...{ store: source, keepsSlices: false, memory: cache, disk: null, clock, countCacheRequest },
      }),
    },
    media: { store: media, objects },
  };
}
