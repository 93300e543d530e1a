import { defineConfig } from 'vitest/config';

/** Needs the S3-compatible server that `scaled` starts. */
const s3Conformance = 'apps/server/test/conformance/object-store-s3.test.ts';

/** Files of the integration suite that say nothing about a PostgreSQL and an S3-compatible store. */
const notScaled = [
  // Half of it is `sluice start`, which is about the embedded form; shared-work has its killed worker.
  'interrupted-work',
  // nginx reads the media folder itself.
  'nginx-auth-request',
  'nginx-secure-link',
  'edge-gate',
  // What requests are asked, told and limited by, before any store: the edges, tokens and jobs of the others have that too.
  'audit',
  'limits',
  'entitlement',
  'cdn-delivery',
  'http-manners',
  // Tells what the gate decides, which asks neither; every call of the command starts a process.
  'explain',
  // No server of ours runs.
  'nginx-njs',
  // Locks of the embedded database alone, which job-on-two-processes and shared-work lean on as well.
  'hold-asset',
];

/**
 * `unit` needs nothing but the packages; the others start real tools, servers and browsers. `scaled` is the integration
 * suite of `server` once more, each deployment on a PostgreSQL and an S3-compatible store instead of the embedded forms.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'apps/server/{src,njs}/**/*.test.ts'],
          // Pure logic shares a module graph: most of the time would go into importing it anew for every file.
          isolate: false,
        },
      },
      {
        test: {
          name: 'media',
          include: ['packages/media/test/**/*.test.ts', 'apps/server/test/media/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['packages/access/test/**/*.test.ts', 'apps/server/test/conformance/**/*.test.ts'],
          exclude: [s3Conformance],
          testTimeout: 60_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'server',
          include: ['apps/server/test/{integration,misuse}/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'scaled',
          include: ['apps/server/test/{integration,scaled}/**/*.test.ts', s3Conformance],
          exclude: notScaled.map((name) => `apps/server/test/integration/${name}.test.ts`),
          globalSetup: 'apps/server/test/scaled/start-servers.ts',
          setupFiles: 'apps/server/test/scaled/use-servers.ts',
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'crash',
          include: ['apps/server/test/crash/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['apps/server/test/browser/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
