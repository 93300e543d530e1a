import type { EntryObject, NormalPath } from '@sluice/access';

const entries: Readonly<Record<string, EntryObject>> = {
  'master.m3u8': 'manifest',
  'cbcs/master.m3u8': 'manifest',
  'manifest.mpd': 'manifest',
  'cover.jpg': 'poster',
  'preview.webp': 'poster',
  'preview.gif': 'poster',
};

/** What a playback begins with (edge access §6); null for everything that is fetched after it. */
export function entryObjectOf(path: NormalPath): EntryObject | null {
  const [, area, , ...rest] = path.split('/');
  if (area !== 'v') return null;
  const file = rest.join('/');
  if (Object.hasOwn(entries, file)) return entries[file] ?? null;
  const [name = '', ...below] = rest;
  return below.length === 0 && name.endsWith('.mp4') ? 'progressive' : null;
}
