import { parsePath } from '@sluice/access';
import { expect, it } from 'vitest';
import { entryObjectOf } from './entry-object.ts';

it.each([
  ['/v/film/master.m3u8', 'manifest'],
  ['/v/film/cbcs/master.m3u8', 'manifest'],
  ['/v/film/manifest.mpd', 'manifest'],
  ['/v/film/cover.jpg', 'poster'],
  ['/v/film/whole.mp4', 'progressive'],
  ['/v/film/video/r240_h264/init.mp4', null],
  ['/v/film/video/r240_h264/playlist.m3u8', null],
  ['/k/film/master.m3u8', null],
  ['/v/film/constructor', null],
])('%s → %s', (path, entry) => {
  const parsed = parsePath(path);
  expect(parsed.ok ? entryObjectOf(parsed.path) : 'bad path').toBe(entry);
});
