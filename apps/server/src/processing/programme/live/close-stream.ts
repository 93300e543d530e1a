import {
  type AudioRendition,
  formatMediaPlaylist,
  formatMultivariantPlaylist,
  mediaPlaylist,
  multivariantPlaylist,
  type Presentation,
  type VideoRendition,
} from '@sluice/media';
import type { ObjectStore } from '../../../ports/object-store.ts';
import { assetPrefix, contentTypes, masterPlaylistKey, renditionKeys } from '../../segments/media-keys.ts';
import { readGrown } from './read-grown.ts';

type Rendition = VideoRendition | AudioRendition;

/** The stored playlist names what is there; the store says how large each is. */
async function measured<R extends Rendition>(store: ObjectStore, prefix: string, rendition: R) {
  const keys = renditionKeys(prefix, rendition.path);
  const grown = await readGrown(store, keys.playlist);
  const sizes = new Map<string, number>();
  for await (const { key, size } of store.list(`${prefix}${rendition.path}/`)) sizes.set(key, size);
  let endSeconds = 0;
  const segments = grown.map(({ durationSeconds }, index) => {
    const startTicks = Math.round(endSeconds * rendition.timescale);
    endSeconds += durationSeconds;
    const durationTicks = Math.round(endSeconds * rendition.timescale) - startTicks;
    return { durationTicks, bytes: sizes.get(keys.segment(index + 1)) ?? 0 };
  });
  return { grown, endSeconds, rendition: { ...rendition, segments } };
}

/**
 * Closes a stream that grew, whoever made it grow: what its playlists name becomes the whole of it, and they end. May be
 * repeated. Null where there is nothing that plays.
 */
export async function closeStream(
  store: ObjectStore,
  assetId: string,
  model: Presentation,
): Promise<Presentation | null> {
  const prefix = assetPrefix(assetId);
  const video = await Promise.all(model.video.map((rendition) => measured(store, prefix, rendition)));
  const audio = await Promise.all(model.audio.map((rendition) => measured(store, prefix, rendition)));
  const durationSeconds = Math.max(0, ...video.map(({ endSeconds }) => endSeconds));
  if (durationSeconds === 0) return null;
  const renditions = { video: video.map(({ rendition }) => rendition), audio: audio.map(({ rendition }) => rendition) };
  const presentation: Presentation = { ...model, ...renditions, durationSeconds };
  const put = (key: string, text: string) => store.put(key, Buffer.from(text), { contentType: contentTypes.playlist });
  for (const { rendition, grown } of [...video, ...audio]) {
    const playlist = mediaPlaylist(presentation, rendition);
    const segments = playlist.segments.map((segment, index) => {
      const { durationSeconds: _length, uri: _name, ...marks } = grown[index] ?? segment;
      return { ...segment, ...marks };
    });
    await put(renditionKeys(prefix, rendition.path).playlist, formatMediaPlaylist({ ...playlist, segments }));
  }
  await put(masterPlaylistKey(assetId), formatMultivariantPlaylist(multivariantPlaylist(presentation)));
  return presentation;
}
