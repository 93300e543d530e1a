import { parsePlaylist } from '@sluice/media';
import { expect, it } from 'vitest';
import { readGrownPlaylist } from './grown-playlist.ts';

it('reads the segments of a playlist with their lengths, dates and cuts', () => {
  const parsed = parsePlaylist(`#EXTM3U
#EXT-X-TARGETDURATION:4
#EXT-X-PLAYLIST-TYPE:EVENT
#EXT-X-MAP:URI="init.mp4"
#EXT-X-PROGRAM-DATE-TIME:2026-05-01T10:00:00.500Z
#EXTINF:4.000000,
seg_1.m4s
#EXT-X-DISCONTINUITY
#EXTINF:2.125000,
seg_2.m4s
`);
  if (!parsed.ok) throw new Error(parsed.reason);
  expect(readGrownPlaylist(parsed.playlist).segments).toEqual([
    { durationSeconds: 4, uri: 'seg_1.m4s', programDateTime: new Date('2026-05-01T10:00:00.500Z') },
    { durationSeconds: 2.125, uri: 'seg_2.m4s', isDiscontinuous: true },
  ]);
});
