import { initSectionName, mediaPlaylistName, type Presentation } from '@sluice/media';
import { assetPrefix, masterPlaylistKey } from '../segments/media-keys.ts';
import { publishedKeys } from '../stream/stream-files.ts';

/** Where players get an asset's content key, Vylux contract §6.2 and §12. */
export function keyEndpoint(baseUrl: string, hash: string): string {
  return `${baseUrl}/api/key/${hash}`;
}

/** The payload of a finished stream, Vylux contract §8.3. Field names are the contract's. */
export function streamResults(presentation: Presentation, hash: string, baseUrl: string): Record<string, unknown> {
  const { encryption, audio } = presentation;
  const audioIds = audio.map(({ id }) => id);
  return {
    streaming: {
      protocol: 'hls',
      container: 'cmaf',
      encrypted: encryption !== null,
      master_playlist: masterPlaylistKey(hash),
      ...(audioIds[0] === undefined ? {} : { default_audio_track_id: audioIds[0] }),
    },
    ...(audio.length === 0 ? {} : { audio_tracks: audio.map((track) => audioTrack(track, hash)) }),
    video_tracks: presentation.video.map((track) => videoTrack(track, hash, audioIds)),
    ...(encryption === null
      ? {}
      : { encryption: { scheme: encryption.scheme, kid: encryption.kid, key_endpoint: keyEndpoint(baseUrl, hash) } }),
    uploaded_keys: publishedKeys(presentation, hash),
  };
}

function audioTrack(track: Presentation['audio'][number], hash: string): Record<string, unknown> {
  const { id, language, codec, channels, nominalBitrate } = track;
  return { id, role: 'main', language, codec, channels, bitrate: nominalBitrate, ...files(track, hash) };
}

function videoTrack(
  track: Presentation['video'][number],
  hash: string,
  audioIds: readonly string[],
): Record<string, unknown> {
  const { id, codec, width, height, nominalBitrate } = track;
  return {
    ...{ id, codec, width, height, bitrate: nominalBitrate },
    ...files(track, hash),
    ...(audioIds.length === 0 ? {} : { audio_track_ids: audioIds }),
  };
}

function files(
  { path, segments }: { path: string; segments: readonly unknown[] },
  hash: string,
): Record<string, unknown> {
  const folder = `${assetPrefix(hash)}${path}`;
  return {
    playlist: `${folder}/${mediaPlaylistName}`,
    init: `${folder}/${initSectionName}`,
    segment_count: segments.length,
  };
}
