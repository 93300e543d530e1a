import { MEDIA_PACKAGES, NGINX_PACKAGES, TEST_PACKAGES } from './setup/debian.mjs';

const server = 'apps/server/src/main.ts';
const vitest = 'node_modules/vitest/vitest.mjs';
const check = [
  ['node_modules/typescript/bin/tsc', '-b'],
  ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings'],
  [
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    'packages',
    'apps',
    'bench',
    '--config',
    '.dependency-cruiser.cjs',
  ],
  ['node_modules/knip/bin/knip.js'],
];

/**
 * What each npm script needs from Debian and which programs it runs, one after the other, under the project's Node.js.
 * The arguments of the script are given to the last one. `env`: variables unless they are set already. `mediaWorker`: the
 * worker of the media server is brought in the background, always or with this first argument.
 */
export const TASKS = {
  start: { debian: MEDIA_PACKAGES, player: true, mediaWorker: true, programs: [[server, 'start']] },
  sluice: { debian: MEDIA_PACKAGES, player: true, mediaWorker: 'serve', programs: [[server]] },
  dev: { debian: MEDIA_PACKAGES, player: true, mediaWorker: true, programs: [['--watch', server, 'serve']] },
  check: { programs: check },
  format: { programs: [['node_modules/@biomejs/biome/bin/biome', 'check', '--write']] },
  'test:unit': { programs: [[vitest, 'run', '--project', 'unit']] },
  test: {
    debian: { ...MEDIA_PACKAGES, ...TEST_PACKAGES },
    footage: true,
    player: true,
    mediaWorker: true,
    programs: check,
    // Conformance mostly waits for servers and leases, crash for processes that come back; media keeps the cores busy
    // meanwhile.
    // The same tests on two kinds of backends: both wait for leases and clocks more than they compute.
    // By the last suite the worker of the media server, which it needs, has been compiled beside the others.
    suites: [['unit'], ['conformance', 'media', 'crash'], ['server', 'scaled'], ['browser'], ['rtc']],
  },
  'test:crash': {
    debian: MEDIA_PACKAGES,
    player: true,
    env: { CRASH_ROUNDS: '200' },
    programs: [[vitest, 'run', '--project', 'crash']],
  },
  fuzz: { programs: [['apps/server/test/misuse/fuzz/main.ts']] },
  bench: { debian: { ...MEDIA_PACKAGES, ...NGINX_PACKAGES }, mediaWorker: 'spaces', programs: [['bench/main.ts']] },
};
