import { availableParallelism } from 'node:os';
import { createSharpEngine } from '../adapters/image/sharp/create-sharp-engine.ts';
import type { Config } from '../config/index.ts';
import { createKeptPictures, type KeptPictures } from '../features/images/index.ts';
import type { Logger } from '../platform/logger.ts';
import type { Database } from '../ports/database.ts';
import type { ImageEngine } from '../ports/image-engine.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { threadsFor } from './threads-for.ts';

/** What routes and jobs make pictures with. */
export interface Images {
  readonly engine: ImageEngine;
  readonly kept: KeptPictures;
  /** Pictures that are made at once. */
  readonly concurrency: number;
}

interface ImagesParts {
  readonly config: Config;
  readonly database: Database;
  readonly media: ObjectStore;
  readonly log: Logger;
}

/** Raised when the same request would be answered with another picture. */
const RECIPE_VERSION = 1;

export function openImages({ config, database, media, log }: ImagesParts, closings: (() => Promise<void>)[]): Images {
  const { IMAGE_CONCURRENCY } = config;
  const concurrency = threadsFor(IMAGE_CONCURRENCY === 0 ? availableParallelism() : IMAGE_CONCURRENCY, config);
  const rules = {
    geometry: config.IMAGE_GEOMETRY,
    background: config.IMAGE_BACKGROUND.toLowerCase(),
    maxSourceBytes: config.IMAGE_MAX_SOURCE_SIZE,
    maxPixels: config.IMAGE_MAX_PIXELS,
    maxFrames: config.IMAGE_MAX_FRAMES,
    maxOutputPx: config.IMAGE_MAX_OUTPUT_SIDE,
    maxSeconds: config.IMAGE_TIMEOUT,
  };
  const engine = createSharpEngine(rules, concurrency);
  const recipe = `${RECIPE_VERSION} ${rules.geometry} ${rules.background}`;
  const kept = createKeptPictures({ media, database, recipe, log });
  closings.push(() => kept.settle());
  return { engine, kept, concurrency };
}
