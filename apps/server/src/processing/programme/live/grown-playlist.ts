import type { ParsedPlaylist, PlaylistSegment } from '@sluice/media';

/** What is read of a media playlist of ours that grew. */
export interface GrownPlaylist {
  readonly segments: readonly PlaylistSegment[];
}

/** The segments of a playlist, each with what was said of it before. */
export function readGrownPlaylist({ lines }: ParsedPlaylist): GrownPlaylist {
  const segments: PlaylistSegment[] = [];
  let durationSeconds = 0;
  let marks: Pick<PlaylistSegment, 'programDateTime' | 'isDiscontinuous'> = {};
  for (const line of lines) {
    if (line.kind === 'tag' && line.name === 'EXTINF') durationSeconds = Number.parseFloat(line.value) || 0;
    if (line.kind === 'tag' && line.name === 'EXT-X-DISCONTINUITY') marks = { ...marks, isDiscontinuous: true };
    if (line.kind === 'tag' && line.name === 'EXT-X-PROGRAM-DATE-TIME') {
      marks = { ...marks, programDateTime: new Date(line.value) };
    }
    if (line.kind !== 'uri') continue;
    segments.push({ durationSeconds, uri: line.uri, ...marks });
    marks = {};
  }
  return { segments };
}
