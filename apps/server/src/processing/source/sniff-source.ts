import { startsWith, textAt } from './bytes-at.ts';

/** How much of the beginning of a file {@link refuseByBeginning} wants to see. */
export const sniffedBytes = 4096;

const SEND_FILM = 'send the film itself, as MP4, MOV, MKV, WebM, AVI or MPEG.';
const PLAYLIST = `This is a playlist, a text that names other files, not a video: ${SEND_FILM}`;
const CONCAT_SCRIPT = `This is an ffmpeg concat script, not a video: ${SEND_FILM}`;
const MANIFEST = `This is a text document (XML or HTML), not a video: ${SEND_FILM}`;
const STILL = 'This is an image, not a video: send a film, or use the image routes for pictures.';

/** Text formats that name further files, by how they begin. Demuxers for them exist, so their refusal has its own words. */
const TEXT_BEGINNINGS: readonly (readonly [RegExp, string])[] = [
  [/^#EXTM3U/, PLAYLIST],
  [/^\[playlist\]/i, PLAYLIST],
  [/^v=0\r?\n[a-z]=/, 'This is a session description (SDP), not a video: record the stream and send the film.'],
  [/^ffconcat version/, CONCAT_SCRIPT],
  [/^(#.*\r?\n)*\s*file\s+['"]?\S/, CONCAT_SCRIPT],
  [/^<(\?xml|!doctype|html|svg|mpd|smil)/i, MANIFEST],
];

const IMAGE_MAGIC: readonly (readonly number[])[] = [
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
  [0x49, 0x49, 0x2a, 0x00],
  [0x4d, 0x4d, 0x00, 0x2a],
  [0x00, 0x00, 0x00, 0x0c, 0x4a, 0x58, 0x4c, 0x20],
  [0xff, 0x0a],
];
/** ISO base media brands that hold pictures (ISO/IEC 23008-12, AVIF). */
const IMAGE_BRANDS = new Set(['avif', 'avis', 'heic', 'heix', 'heim', 'heis', 'mif1', 'msf1']);

/**
 * Why a file that begins like this is no film, or null when nothing speaks against it. Only for better words than
 * "cannot be read": what may be opened is decided by the demuxer allow-list, not here.
 */
export function refuseByBeginning(beginning: Uint8Array): string | null {
  if (beginning.length === 0) return 'The file is empty (0 bytes): upload it again, completely.';
  const text = textAt(beginning, 0, beginning.length)
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
  const named = TEXT_BEGINNINGS.find(([pattern]) => pattern.test(text));
  if (named !== undefined) return named[1];
  return isImage(beginning) ? STILL : null;
}

function isImage(bytes: Uint8Array): boolean {
  if (IMAGE_MAGIC.some((magic) => startsWith(bytes, magic))) return true;
  if (textAt(bytes, 0, 4) === 'RIFF' && textAt(bytes, 8, 4) === 'WEBP') return true;
  if (textAt(bytes, 0, 2) === 'BM' && textAt(bytes, 6, 4) === '\0\0\0\0') return true;
  return textAt(bytes, 4, 4) === 'ftyp' && IMAGE_BRANDS.has(textAt(bytes, 8, 4));
}
