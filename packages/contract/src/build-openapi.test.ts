import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildOpenApi } from './build-openapi.ts';
import { routes } from './routes.ts';

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));

describe('buildOpenApi', () => {
  it('equals the committed docs/reference/openapi.json (refresh it with `npm run sluice -- openapi`)', () => {
    const { version } = read('../package.json') as { version: string };
    const built: unknown = JSON.parse(JSON.stringify(buildOpenApi(routes, version)));
    expect(built).toEqual(read('../../../docs/reference/openapi.json'));
  });

  it('writes a rest-of-path parameter as an ordinary one', () => {
    const document = buildOpenApi({ stream: routes.readStreamObject }, '1') as { paths: object };
    expect(Object.keys(document.paths)).toEqual(['/stream/{hash}/{path}']);
  });
});
