import type { Logger } from '../../platform/logger.ts';
import type { JobHooks } from '../../ports/film-job.ts';
import type { ImageEngine } from '../../ports/image-engine.ts';
import type { MediaTool } from '../../ports/media-tool.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { TempSpace } from '../../ports/temp-space.ts';
import type { ProcessingSettings } from './processing-settings.ts';

/** Everything that a job needs from outside. */
export interface ProcessingContext extends JobHooks {
  readonly media: MediaTool;
  readonly images: ImageEngine;
  readonly source: ObjectStore;
  readonly mediaStore: ObjectStore;
  readonly tempSpace: TempSpace;
  readonly settings: ProcessingSettings;
  /** Public address without a slash at its end; written into the playlists' key URIs. */
  readonly baseUrl: string;
  readonly log: Logger;
}
