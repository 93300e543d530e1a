interface Signature {
  readonly offset: number;
  readonly text: string;
  readonly contentType: string;
}

const signature = (offset: number, text: string, contentType: string): Signature => ({ offset, text, contentType });

/** First bytes of what people keep as sources, as Latin-1; the first that fits counts. */
const SIGNATURES: readonly Signature[] = [
  signature(0, '\xff\xd8\xff', 'image/jpeg'),
  signature(0, '\x89PNG\r\n\x1a\n', 'image/png'),
  signature(0, 'GIF8', 'image/gif'),
  signature(8, 'WEBPVP8', 'image/webp'),
  signature(4, 'ftypavif', 'image/avif'),
  signature(4, 'ftypavis', 'image/avif'),
  signature(4, 'ftyphei', 'image/heic'),
  signature(4, 'ftypmif1', 'image/heif'),
  signature(4, 'ftypqt  ', 'video/quicktime'),
  signature(4, 'ftypM4A', 'audio/mp4'),
  signature(4, 'ftyp', 'video/mp4'),
  signature(0, '\x1aE\xdf\xa3', 'video/webm'),
  signature(0, 'II*\0', 'image/tiff'),
  signature(0, 'MM\0*', 'image/tiff'),
  signature(0, 'BM', 'image/bmp'),
  signature(8, 'WAVEfmt', 'audio/wav'),
  signature(8, 'AVI LIST', 'video/x-msvideo'),
  signature(0, 'OggS', 'audio/ogg'),
  signature(0, 'fLaC', 'audio/flac'),
  signature(0, 'ID3', 'audio/mpeg'),
  signature(0, '%PDF-', 'application/pdf'),
];

/** Bytes that {@link sniffContentType} looks at. */
export const sniffedBytes = 512;

/** Media type by the first bytes of a file; null where they tell nothing. Never a type that a browser would run. */
export function sniffContentType(head: Uint8Array): string | null {
  const text = Buffer.from(head.subarray(0, sniffedBytes)).toString('latin1');
  return SIGNATURES.find(({ offset, text: wanted }) => text.startsWith(wanted, offset))?.contentType ?? null;
}
