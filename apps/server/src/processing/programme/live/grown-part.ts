import { type PlaylistSegment, type Presentation, readTrack } from '@sluice/media';
import type { ObjectStore } from '../../../ports/object-store.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';
import { assetPrefix, renditionKeys } from '../../segments/media-keys.ts';
import { readGrown } from './read-grown.ts';

/** What there is of a rendition that another process made grow until it died. */
export interface GrownPart {
  readonly init: Uint8Array;
  readonly segments: readonly PlaylistSegment[];
  readonly endTicks: number;
  /** Where the next part begins: where the longest of all renditions ends. */
  readonly joinTicks: number;
  readonly longestTicks: number;
}

/** The stream cannot go on: this process would make another one of it. */
export const notContinued = (why: string): SluiceError =>
  new SluiceError('programme/not-continued', {
    status: 503,
    message: `The recording cannot go on where it broke off: ${why}.`,
  });

/** All renditions of `model` by their paths. @throws {SluiceError} `programme/not-continued`. */
export async function readGrownParts(
  store: ObjectStore,
  assetId: string,
  model: Presentation,
): Promise<ReadonlyMap<string, GrownPart>> {
  const read = async ({ path, timescale }: { path: string; timescale: number }, isSound: boolean) => {
    const keys = renditionKeys(assetPrefix(assetId), path);
    const segments = await readGrown(store, keys.playlist);
    if (segments.length === 0) throw notContinued(`nothing is stored of ${path}`);
    const { bytes: init } = await store.readBytes(keys.init);
    // Published lengths are exact to a microsecond, which is less than half a tick.
    const ticks = segments.map(({ durationSeconds }) => Math.round(durationSeconds * timescale));
    const endTicks = ticks.reduce((sum, length) => sum + length, 0);
    const primingTicks = isSound ? readTrack(init).mediaTime : 0;
    return { path, timescale, init, segments, endTicks, primingTicks, longestTicks: Math.max(...ticks) };
  };
  const all = await Promise.all([
    ...model.video.map((rendition) => read(rendition, false)),
    ...model.audio.map((rendition) => read(rendition, true)),
  ]);
  const joinSeconds = Math.max(...all.map((part) => (part.endTicks - part.primingTicks) / part.timescale));
  return new Map(
    all.map(({ path, timescale, primingTicks, ...part }) => [
      path,
      { ...part, joinTicks: Math.round(joinSeconds * timescale) + primingTicks },
    ]),
  );
}
