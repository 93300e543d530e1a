import { parsePath } from '@sluice/access';
import { describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../../adapters/crypto/node.ts';
import { parseTokenBindings, parseTokenPaths } from './token-order.ts';

const published = [
  '/v/film/master.m3u8',
  '/v/film/manifest.mpd',
  '/v/film/video/r240_h264/seg_1.m4s',
  '/v/film/audio/und_aac_2ch/init.mp4',
  '/k/film/1.key',
].flatMap((path) => {
  const parsed = parsePath(path);
  return parsed.ok ? [parsed.path] : [];
});
const found = (paths?: readonly string[]) => parseTokenPaths('film', paths, published);
const textsOf = (paths?: readonly string[]): readonly string[] => {
  const parsed = found(paths);
  return parsed.ok ? parsed.patterns.map(({ kind, path }) => `${kind} ${path}`) : [parsed.problem];
};

describe('parseTokenPaths', () => {
  it('opens the whole asset where nothing is asked', () => {
    expect(textsOf()).toEqual(['below /v/film/', 'below /k/film/']);
  });

  it('takes paths that reach every manifest, every rendition and the key', () => {
    const several = ['/v/film/master.m3u8', '/v/film/manifest.mpd', '/v/film/video/*', '/v/film/audio/*'];
    expect(textsOf([...several, '/k/film/1.key'])).toHaveLength(5);
  });

  it.each([
    [['/v/film/*'], '/k/film/1.key'],
    [['/v/film/cover.jpg', '/k/film/*'], '/v/film/master.m3u8'],
    [
      ['/v/film/master.m3u8', '/v/film/manifest.mpd', '/v/film/video/*', '/k/film/*'],
      '/v/film/audio/und_aac_2ch/init.mp4',
    ],
  ])('names the first object that %j leave out', (paths, left) => {
    expect(textsOf(paths)).toEqual([`Playback needs ${left}, which they leave out.`]);
  });

  it.each([
    [['/v/film2/*']],
    [['/v/*']],
    [['/*']],
    [['/v/film/*', '/api/*']],
    [['/v/film/../film/*']],
    [['v/film/*']],
    [['/v/film/*/x']],
    [['']],
  ])('refuses %j', (paths) => {
    expect(found(paths)).toEqual({ ok: false, problem: expect.stringMatching(/ is none\.$/) });
  });
});

describe('parseTokenBindings', () => {
  it('binds nothing where nothing is asked', () => {
    const nothing = { clientAddresses: null, hosts: null, userAgent: null };
    expect(parseTokenBindings(undefined, nodeCrypto())).toEqual(nothing);
    expect(parseTokenBindings({ ip: [], domains: [] }, nodeCrypto())).toEqual(nothing);
  });

  it('keeps the user agent as the fingerprint of the contract', () => {
    const bound = parseTokenBindings({ user_agent: 'Mozilla/5.0 (X11; Linux x86_64) EdgeTest/1.0' }, nodeCrypto());
    expect(bound?.userAgent).toBe('341cccc0c70f8082');
  });

  it.each([{ ip: ['203.0.113.7'] }, { ip: ['203.0.113.7/32', 'x'] }, { domains: ['*'] }, { domains: ['a..b'] }])(
    'refuses %j',
    (bind) => {
      expect(parseTokenBindings(bind, nodeCrypto())).toBeNull();
    },
  );
});
