import type { Presentation } from '@sluice/media';
import { assetPrefix, masterPlaylistKey, renditionKeys } from '../segments/media-keys.ts';

/** An object of the work folder and where it is published. */
export interface FileCopy {
  readonly from: string;
  readonly to: string;
}

/** Init sections and segments of a presentation, in the order of its renditions. */
export function mediaCopies(presentation: Presentation, workFolder: string, hash: string): FileCopy[] {
  return [...presentation.video, ...presentation.audio].flatMap(({ path, segments }) => {
    const work = renditionKeys(workFolder, path);
    const final = renditionKeys(assetPrefix(hash), path);
    const copies = segments.map((_, index) => ({ from: work.segment(index + 1), to: final.segment(index + 1) }));
    return [{ from: work.init, to: final.init }, ...copies];
  });
}

/** Keys of everything that belongs to a published presentation, in ascending order. */
export function publishedKeys(presentation: Presentation, hash: string): string[] {
  const renditions = [...presentation.video, ...presentation.audio];
  const playlists = renditions.map(({ path }) => renditionKeys(assetPrefix(hash), path).playlist);
  const media = mediaCopies(presentation, '', hash).map(({ to }) => to);
  return [...media, ...playlists, masterPlaylistKey(hash)].sort();
}
