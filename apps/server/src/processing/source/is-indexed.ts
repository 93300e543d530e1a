/** Demuxers whose files say where every key frame is. */
const INDEXED_DEMUXERS = new Set(['mov', 'matroska', 'avi']);

/**
 * Whether a seek finds the exact key frame before a time. Other containers are searched by guessing byte positions, and
 * a fragmented MP4 has to be read from its beginning.
 */
export function isIndexed(demuxer: string, boxTypes: readonly string[]): boolean {
  if (demuxer === 'mov') return !boxTypes.includes('moof');
  return INDEXED_DEMUXERS.has(demuxer);
}
