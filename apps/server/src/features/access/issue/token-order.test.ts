import { parsePath } from '@sluice/access';
import { describe, expect, it } from 'vitest';
import { nodeCrypto } from '../../../adapters/crypto/node.ts';
import { parseTokenBindings, parseTokenPaths } from './token-order.ts';

const published = ['master.m3u8', 'manifest.mpd', 'video/r240_h264/seg_1.m4s', 'audio/und_aac_2ch/init.mp4'].flatMap(
  (file) => {
    const parsed = parsePath(`/v/film/${file}`);
    return parsed.ok ? [parsed.path] : [];
  },
);
const textsOf = (paths?: readonly string[]): readonly string[] | null =>
  parseTokenPaths('film', paths, published)?.map(({ kind, path }) => `${kind} ${path}`) ?? null;

describe('parseTokenPaths', () => {
  it('opens the whole asset where nothing is asked', () => {
    expect(textsOf()).toEqual(['below /v/film/', 'below /k/film/']);
  });

  it('takes paths that reach every manifest and rendition', () => {
    expect(textsOf(['/v/film/*'])).toEqual(['below /v/film/']);
    const several = ['/v/film/master.m3u8', '/v/film/manifest.mpd', '/v/film/video/*', '/v/film/audio/*'];
    expect(textsOf(several)).toHaveLength(4);
  });

  it.each([
    [['/v/film/master.m3u8']],
    [['/v/film/master.m3u8', '/v/film/manifest.mpd', '/v/film/video/*']],
    [['/v/film2/*']],
    [['/v/*']],
    [['/*']],
    [['/v/film/*', '/api/*']],
    [['/v/film/../film/*']],
    [['v/film/*']],
    [['/v/film/*/x']],
    [['']],
  ])('refuses %j', (paths) => {
    expect(textsOf(paths)).toBeNull();
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
