import { describe, expect, it } from 'vitest';
import type { Parameter, Route } from './route.ts';
import { routeList, routes } from './routes.ts';

describe('the route table', () => {
  it('has one row for each method and path', () => {
    const rows = routeList.map((route) => `${route.method} ${route.path}`);
    expect(new Set(rows).size).toBe(rows.length);
  });

  it('describes every parameter that a path names and no other of the path', () => {
    for (const route of routeList) {
      const named = [...route.path.matchAll(/\{(\w+)\+?\}/g)].map((match) => match[1]);
      expect(
        Object.entries<Parameter>(route.parameters).flatMap(([name, { in: place }]) =>
          place === 'path' ? [name] : [],
        ),
        route.id,
      ).toEqual(named);
    }
  });

  it('lets nothing but the gate stand before media bytes', () => {
    for (const route of routeList) {
      if (/^\/(v|k|stream|live|i)\//.test(route.path)) expect(route.permission, route.id).toBe('gate');
    }
  });

  it('cannot hold an open route to media: it does not compile', () => {
    const { permission: _gate, ...form } = routes.readAssetObject;
    // @ts-expect-error: what is delivered without the gate must say that it holds no media.
    const open: Route = { ...form, permission: 'open' };
    // @ts-expect-error: nor can it hide among the management routes.
    const hidden: Route = { ...form, room: 'api', permission: 'gate' };
    expect([open.permission, hidden.room]).toEqual(['open', 'api']);
  });

  it('asks for a credential on every management route', () => {
    for (const route of routeList)
      if (route.room === 'api')
        expect(
          [
            ...['api-key', 'edge', 'user', 'account', 'upload', 'share', 'api-key-or-user', 'webhook'],
            ...['access-token', 'space-token', 'playback-id'],
          ],
          route.id,
        ).toContain(route.permission);
  });
});
