import type { Logger } from '../../platform/logger.ts';
import type { MediaTool } from '../../ports/media-tool.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { TempSpace } from '../../ports/temp-space.ts';
import type { Progress } from '../progress/progress.ts';
import type { ProcessingSettings } from './processing-settings.ts';
import type { StepLog } from './step-log.ts';

/** The key that encrypts an asset's segments. */
export interface ContentKey {
  /** Key id, 32 lower-case hex digits. */
  readonly kid: string;
  /** 16 bytes; never written, logged or recorded here. */
  readonly key: Uint8Array;
}

/** Everything that a job needs from outside. */
export interface ProcessingContext {
  readonly media: MediaTool;
  readonly source: ObjectStore;
  readonly mediaStore: ObjectStore;
  readonly tempSpace: TempSpace;
  readonly steps: StepLog;
  readonly settings: ProcessingSettings;
  /** Public address without a slash at its end; written into the playlists' key URIs. */
  readonly baseUrl: string;
  /** The job's content key: the same on every call, stored wrapped by the caller. */
  contentKey(): Promise<ContentKey>;
  report(progress: Progress): void;
  readonly signal: AbortSignal;
  readonly log: Logger;
}
