import { defineConfig } from 'vitest/config';

/** Need the S3-compatible server that `scaled` starts. */
const onBuckets = ['s3', 'gcs'].map((kind) => `apps/server/test/conformance/object-store-${kind}.test.ts`);

/** Needs the worker of the media server, which may still be compiled while other suites run. */
const mediaServer = 'apps/server/test/conformance/sfu-*.test.ts';

/**
 * Files of the integration suite that depend on what a database or a store does: these run on both forms of them. The
 * others are about what is decided, told and limited before any of it.
 */
const onBothForms = [
  'callbacks',
  'content-key',
  'edge-fleet',
  'job-control',
  'job-on-two-processes',
  'jobs',
  'picture-cache',
  'playlists',
  'protected-asset',
  'public-asset',
  'public-playback',
  'readiness',
  'removal',
  'revocation',
  'signing-keys',
  'source-upload',
  'thumbnail-jobs',
  'uploads',
];

/** What happens soon may take its time on a busy machine. */
const expect = { poll: { timeout: 20_000, interval: 20 } };

/** One embedded PostgreSQL for all deployments of a project; how each has its own is the matter of `conformance`. */
const sharedDatabase = {
  globalSetup: 'apps/server/test/shared/start-database.ts',
  setupFiles: 'apps/server/test/shared/use-database.ts',
};

/**
 * `unit` needs nothing but the packages; the others start real tools, servers and browsers. `scaled` is a part of `server`
 * once more, each deployment on a PostgreSQL and an S3-compatible store instead of the embedded forms.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          expect,
          include: ['packages/*/src/**/*.test.ts', 'apps/server/{src,njs}/**/*.test.ts'],
          // Pure logic shares a module graph: most of the time would go into importing it anew for every file.
          isolate: false,
        },
      },
      {
        test: {
          name: 'media',
          expect,
          include: ['packages/media/test/**/*.test.ts', 'apps/server/test/media/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'conformance',
          expect,
          include: ['packages/access/test/**/*.test.ts', 'apps/server/test/conformance/**/*.test.ts'],
          exclude: [...onBuckets, mediaServer],
          testTimeout: 60_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'server',
          expect,
          include: ['apps/server/test/{integration,misuse}/**/*.test.ts'],
          ...sharedDatabase,
          testTimeout: 240_000,
          hookTimeout: 240_000,
          // Each file has servers of its own, and much of the time waits for their clocks.
          maxWorkers: 2,
          // Every file imports the whole product.
          isolate: false,
        },
      },
      {
        test: {
          name: 'scaled',
          expect,
          include: [
            'apps/server/test/scaled/**/*.test.ts',
            ...onBothForms.map((name) => `apps/server/test/integration/${name}.test.ts`),
            ...onBuckets,
          ],
          globalSetup: 'apps/server/test/scaled/start-servers.ts',
          setupFiles: 'apps/server/test/scaled/use-servers.ts',
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
          isolate: false,
        },
      },
      {
        test: {
          name: 'crash',
          expect,
          include: ['apps/server/test/crash/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'browser',
          expect,
          include: ['apps/server/test/browser/**/*.test.ts'],
          ...sharedDatabase,
          testTimeout: 120_000,
          hookTimeout: 240_000,
          // Playback mostly waits for time to pass.
          maxWorkers: 3,
        },
      },
      {
        test: {
          name: 'rtc',
          expect,
          include: ['apps/server/test/rtc/**/*.test.ts', mediaServer],
          ...sharedDatabase,
          globalSetup: [sharedDatabase.globalSetup, 'apps/server/test/rtc/bring-media-worker.mjs'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // Links that are slow on purpose mostly wait.
          maxWorkers: 2,
        },
      },
    ],
  },
});
