/** What a path is of a stream, told by its name. */
export type PathClass = 'manifest' | 'init' | 'segment' | 'key' | 'subtitle' | 'picture' | 'film' | 'other';

const classes: Readonly<Record<string, PathClass>> = {
  m3u8: 'manifest',
  mpd: 'manifest',
  m4s: 'segment',
  ts: 'segment',
  aac: 'segment',
  key: 'key',
  vtt: 'subtitle',
  jpg: 'picture',
  png: 'picture',
  webp: 'picture',
  gif: 'picture',
  mp4: 'film',
};

/** The class of a decoded path, for records that must not name every object. */
export function pathClass(path: string): PathClass {
  const file = path.slice(path.lastIndexOf('/') + 1);
  if (file.startsWith('init')) return 'init';
  const extension = file.slice(file.lastIndexOf('.') + 1);
  return Object.hasOwn(classes, extension) ? (classes[extension] ?? 'other') : 'other';
}
