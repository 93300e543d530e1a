import { Counter, type Registry } from 'prom-client';
import type { PictureEvents } from '../features/images/index.ts';

/** What `/img` does, under the names of Vylux contract §15. */
export function createImageMetrics(registry: Registry): PictureEvents {
  const registers = [registry];
  const cacheEvents = new Counter({
    name: 'vylux_image_cache_events_total',
    help: 'Pictures looked for in memory and in the media store.',
    labelNames: ['layer', 'result'] as const,
    registers,
  });
  const results = new Counter({
    name: 'vylux_image_results_total',
    help: 'Pictures asked for, by where they came from.',
    labelNames: ['result'] as const,
    registers,
  });
  const errors = new Counter({
    name: 'vylux_image_errors_total',
    help: 'Pictures that could not be given, by what failed and the status it was answered with.',
    labelNames: ['stage', 'status'] as const,
    registers,
  });
  return {
    countCacheEvent: (layer, result) => cacheEvents.inc({ layer, result }),
    countResult: (result) => results.inc({ result }),
    countError: (stage, status) => errors.inc({ stage, status: String(status) }),
  };
}
