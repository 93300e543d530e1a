import { routeList } from '@sluice/contract';
import { describe, expect, it } from 'vitest';
import { createRouteTable, findRoute } from './find-route.ts';

const table = createRouteTable(routeList);

const idOf = (method: string, path: string): string => {
  const search = findRoute(table, method, path);
  return search.found === 'route' ? search.route.id : search.found;
};

describe('findRoute', () => {
  it.each([
    ['GET', '/v/a/manifest.mpd', 'readAssetManifest'],
    ['GET', '/v/a/cbcs/video/r240_h264/seg_1.m4s', 'readCbcsObject'],
    ['GET', '/v/a/cbcs', 'readCbcsObject'],
    ['HEAD', '/v/a/video/r240_h264/seg_1.m4s', 'readAssetObject'],
    ['GET', '/_t/dG9rZW4/v/a/master.m3u8', 'readAssetObject'],
    ['GET', '/_t/dG9rZW4/k/a/00.key', 'readAssetKey'],
    ['POST', '/api/key/movie', 'readClearKeyLicence'],
    ['GET', '/_t/dG9rZW4/api/jobs/1', 'nothing'],
    ['GET', '/_t/x/_t/y/v/a/master.m3u8', 'nothing'],
    ['GET', '/api/jobs', 'listJobs'],
    ['GET', '/api/jobs/1/cancel', 'path'],
    ['DELETE', '/v/a/x', 'path'],
    ['GET', '/%76/a/x', 'nothing'],
    ['GET', '/V/a/x', 'nothing'],
    ['GET', '//v/a/x', 'nothing'],
    ['GET', '/playbackId.m3u8', 'playLiveStream'],
    ['GET', '/playbackId.m3u8/x', 'nothing'],
    ['GET', '/playbackId.mp4', 'nothing'],
    ['GET', 'http://host/v/a/x', 'nothing'],
    ['GET', '/api/jobs/1/', 'nothing'],
  ])('%s %s → %s', (method, path, id) => {
    expect(idOf(method, path)).toBe(id);
  });

  it('lists the methods of a known path', () => {
    expect(findRoute(table, 'DELETE', '/api/key/movie')).toMatchObject({ methods: ['GET', 'HEAD', 'POST'] });
  });

  it('leaves escapes as they arrived', () => {
    expect(findRoute(table, 'GET', '/v1/source/a%2Fb/c')).toMatchObject({ params: { key: 'a%2Fb/c' } });
  });

  it('lets the route itself refuse a missing part', () => {
    expect(findRoute(table, 'GET', '/stream/movie')).toMatchObject({ params: { hash: 'movie', path: '' } });
    expect(findRoute(table, 'GET', '/stream')).toEqual({ found: 'nothing' });
  });
});
