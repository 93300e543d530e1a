/** Types that `/stream` serves, Vylux contract §6.1. */
const streamTypes: Readonly<Record<string, string>> = {
  m3u8: 'application/vnd.apple.mpegurl',
  m4s: 'video/iso.segment',
  mp4: 'video/mp4',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
};

const assetTypes: Readonly<Record<string, string>> = {
  ...streamTypes,
  gif: 'image/gif',
  mpd: 'application/dash+xml',
  png: 'image/png',
  vtt: 'text/vtt',
};

const extensionOf = (path: string): string => /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';

const typeIn = (types: Readonly<Record<string, string>>, path: string): string | null => {
  const extension = extensionOf(path);
  return Object.hasOwn(types, extension) ? (types[extension] ?? null) : null;
};

/** Null for what `/stream` does not serve. */
export const streamContentType = (path: string): string | null => typeIn(streamTypes, path);

/** Null for what is not part of an asset. */
export const assetContentType = (path: string): string | null => typeIn(assetTypes, path);
