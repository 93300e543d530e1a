import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSharpEngine } from '../../../src/adapters/image/sharp/create-sharp-engine.ts';
import { createFfmpeg } from '../../../src/adapters/media/ffmpeg/create-ffmpeg.ts';
import { createFsObjectStore } from '../../../src/adapters/object-store/fs/create-fs-object-store.ts';
import { createLogger } from '../../../src/platform/logger.ts';
import { createTempSpace } from '../../../src/platform/temp-space.ts';
import type { JobOutcome, JobRequest, Progress, StepLog } from '../../../src/ports/film-job.ts';
import type { MediaTool } from '../../../src/ports/media-tool.ts';
import type { ObjectStore } from '../../../src/ports/object-store.ts';
import {
  defaultProcessingSettings,
  type ProcessingContext,
  type ProcessingSettings,
  runJob,
} from '../../../src/processing/index.ts';

/** The content key of every test. */
export const contentKey = {
  kid: '00112233445566778899aabbccddeeff',
  key: Uint8Array.from(Buffer.from('8f1e2d3c4b5a69788796a5b4c3d2e1f0', 'hex')),
};

/** Short, so that a film of a few seconds has several chunks of several segments. */
export const quickSettings: ProcessingSettings = {
  ...defaultProcessingSettings,
  segmentSeconds: 1,
  chunkSeconds: 2,
  x264Preset: 'superfast',
  measuresQuality: false,
};

const pictures = createSharpEngine(
  {
    ...{ geometry: 'proportional', background: '000000', maxSourceBytes: 2 ** 26, maxSeconds: 30 },
    ...{ maxPixels: 100_000_000, maxFrames: 200, maxOutputPx: 16_383 },
  },
  1,
);

/** Where jobs are run with the real tools: stores in a folder of their own, steps in memory. */
export interface Workshop {
  readonly media: MediaTool;
  readonly source: ObjectStore;
  readonly mediaStore: ObjectStore;
  /** Results of recorded steps by name, as they would come back from a database. */
  readonly steps: Map<string, unknown>;
  readonly progress: Progress[];
  /** Puts a file into the source store. */
  bring(path: string, key?: string): Promise<void>;
  run(request: TestJob, overrides?: Partial<ProcessingContext>): Promise<JobOutcome>;
  /** Runs a part of a job, with a fresh step log and a scratch folder of its own. */
  inContext<T>(work: (context: ProcessingContext, scratch: string) => Promise<T>): Promise<T>;
  /** Names left in scratch. */
  scratchLeft(): Promise<string[]>;
  remove(): Promise<void>;
}

export type TestJob = Pick<JobRequest, 'type' | 'options'> & { hash?: string; source?: string; jobId?: string };

/** A workshop in a folder of its own, with steps in memory. */
export async function createWorkshop(settings: Partial<ProcessingSettings> = {}): Promise<Workshop> {
  const steps = new Map<string, unknown>();
  return { ...(await openWorkshop(await mkdtemp(join(tmpdir(), 'sluice-media-')), stepsIn(steps), settings)), steps };
}

/** A workshop in a folder that other processes may have worked in before. */
export async function openWorkshop(
  root: string,
  stepLog: StepLog,
  settings: Partial<ProcessingSettings> = {},
): Promise<Omit<Workshop, 'steps'>> {
  const folders = { source: join(root, 'source'), media: join(root, 'media'), scratch: join(root, 'scratch') };
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
  const log = createLogger('silent');
  const media = await createFfmpeg({ mediaSandbox: 'required', log });
  const source = createFsObjectStore({ name: 'source', root: folders.source });
  const mediaStore = createFsObjectStore({ name: 'media', root: folders.media });
  const progress: Progress[] = [];
  const context: ProcessingContext = {
    ...{ media, source, mediaStore, log },
    images: pictures,
    tempSpace: createTempSpace(folders.scratch),
    steps: stepLog,
    settings: { ...quickSettings, ...settings },
    baseUrl: 'https://media.example.com',
    contentKey: async () => contentKey,
    beginPublishing: async () => undefined,
    report: (one) => progress.push(one),
    signal: new AbortController().signal,
  };
  return {
    ...{ media, source, mediaStore, progress },
    bring: async (path, key = 'film') => copyFile(path, join(folders.source, key)),
    run: ({ hash = 'film-1', source: key = 'film', jobId = 'job-1', ...job }, overrides = {}) =>
      runJob({ ...job, hash, source: key, jobId, provider: null } as JobRequest, { ...context, ...overrides }),
    inContext: (work) =>
      context.tempSpace.use('part', (scratch) => work({ ...context, steps: stepsIn(new Map()) }, scratch)),
    scratchLeft: () => readdir(folders.scratch),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

/** Through JSON, as a database would. */
function stepsIn(steps: Map<string, unknown>): StepLog {
  return {
    find: async (name) => steps.get(name),
    record: async (name, result) => {
      steps.set(name, JSON.parse(JSON.stringify(result)));
    },
  };
}
