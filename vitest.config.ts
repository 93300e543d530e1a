import { defineConfig } from 'vitest/config';

/** `unit` needs nothing but the packages; the others start real tools, servers and browsers. */
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
