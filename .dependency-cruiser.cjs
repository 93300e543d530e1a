// The import rules of ARCHITECTURE.md, checked. A forbidden arrow or a circle fails `npm run check`.

const feature = (name) => `^apps/server/src/features/${name}/`;
const rooms = '^apps/server/src/';

/** Features by tier: one may import the index.ts of another only when that stands in a lower tier. */
const TIERS = [
  ['identity'],
  ['storage', 'assets', 'webhooks'],
  ['access', 'jobs', 'reports'],
  ['playback', 'images'],
  ['live', 'spaces'],
];

const tierRules = TIERS.flatMap((names, tier) =>
  names.map((name) => ({
    name: `feature-${name}-looks-down-only`,
    comment: 'A feature imports only features of a lower tier; news travels upward as an event or a job.',
    severity: 'error',
    from: { path: feature(name) },
    to: {
      path: '^apps/server/src/features/',
      pathNot: [feature(name), ...TIERS.slice(0, tier).flat().map(feature)],
    },
  })),
);

/** Who may import what: everything of the repository that is not named is forbidden. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: '\\.test\\.ts$' },
  to: { path: '^(packages|apps)/', pathNot: [from, ...allowed] },
});

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('access-imports-nothing', '^packages/access/', []),
    only('media-imports-nothing-of-ours', '^packages/media/', []),
    only('contract-imports-access', '^packages/contract/', ['^packages/access/']),
    only('client-imports-access-and-contract', '^packages/client/', ['^packages/(access|contract)/']),
    only('player-imports-client', '^packages/player/', ['^packages/(client|access)/']),
    only('spaces-imports-nothing-of-ours', '^packages/spaces/', []),
    {
      name: 'access-and-spaces-have-no-dependency',
      severity: 'error',
      from: { path: '^packages/(access|spaces)/src/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-peer', 'npm-optional', 'core'] },
    },
    {
      name: 'a-package-is-imported-by-its-face',
      severity: 'error',
      from: { path: '^(packages/([^/]+)|apps/[^/]+)/' },
      to: { path: '^packages/([^/]+)/src/', pathNot: ['^packages/$2/', '^packages/[^/]+/src/index\\.ts$'] },
    },
    only('ports-import-packages', `${rooms}ports/`, ['^packages/']),
    only('platform-imports-ports', `${rooms}platform/`, [`${rooms}ports/`, '^packages/']),
    only('adapters-import-ports-and-platform', `${rooms}adapters/`, [`${rooms}(ports|platform)/`, '^packages/']),
    only('config-imports-ports-and-platform', `${rooms}config/`, [`${rooms}(ports|platform)/`, '^packages/']),
    only('processing-imports-down', `${rooms}processing/`, [`${rooms}(ports|platform)/`, '^packages/']),
    only('features-import-down', `${rooms}features/`, [`${rooms}(ports|platform)/`, '^packages/']),
    only('http-imports-features-and-down', `${rooms}http/`, [`${rooms}(features|ports|platform)/`, '^packages/']),
    // What runs in nginx is compiled from as little as possible; what both sides agree on stands in njs/ alone.
    only('njs-imports-what-it-can-run', '^apps/server/njs/', [
      '^packages/access/',
      `${rooms}features/access/refusal-sentences\\.ts$`,
      `${rooms}features/assets/asset-id\\.ts$`,
      `${rooms}http/(cors|security-headers)\\.ts$`,
    ]),
    only('edge-nginx-imports-down', `${rooms}edge-nginx/`, [
      '^apps/server/njs/(state-files|verdict-path)\\.ts$',
      `${rooms}http/(cors|security-headers)\\.ts$`,
      `${rooms}(ports|platform)/`,
      '^packages/',
    ]),
    {
      name: 'a-feature-is-seen-by-its-index',
      severity: 'error',
      from: { path: `${rooms}(features/([^/]+)/|http/|compose/)`, pathNot: '\\.test\\.ts$' },
      to: {
        path: `${rooms}features/([^/]+)/`,
        pathNot: [`${rooms}features/$2/`, `${rooms}features/[^/]+/index\\.ts$`],
      },
    },
    {
      name: 'only-compose-knows-adapters',
      severity: 'error',
      from: { path: rooms, pathNot: [`${rooms}adapters/`, `${rooms}compose/`, '\\.test\\.ts$'] },
      to: { path: `${rooms}adapters/` },
    },
    ...tierRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['/dist/', '\\.cache/'] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
