import { describe, expect, it } from 'vitest';
import { parseEdgeNginx } from './edge-nginx-order.ts';

describe('sluice edge nginx', () => {
  it('needs a folder and takes the rest as it comes', () => {
    expect(parseEdgeNginx({}).ok).toBe(false);
    expect(parseEdgeNginx({ dir: '/srv/edge', origin: 'http://127.0.0.1:3000', once: true })).toMatchObject({
      ok: true,
      order: { folder: '/srv/edge', stateFolder: '/srv/edge/state', listen: '127.0.0.1:8080', mode: 'once' },
    });
  });

  it.each([
    { dir: '/srv/a; user root' },
    { dir: '/srv/edge', state: '/run/$x' },
    { dir: '/srv/edge', media: '/m"}' },
    { dir: '/srv/edge', listen: '127.0.0.1:80; x' },
    { dir: '/srv/edge', user: 'root; x' },
    { dir: '/srv/edge', origin: 'http://a.example/path' },
    { dir: '/srv/edge', origin: 'file:///etc' },
    { dir: '/srv/edge', 'cache-size': '10g' },
  ])('writes nothing into a configuration that means more than it says: %o', (values) => {
    expect(parseEdgeNginx(values).ok).toBe(false);
  });
});
