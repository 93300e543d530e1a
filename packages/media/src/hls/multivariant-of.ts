import { averageBitsPerSecond, peakBitsPerSecond } from '../presentation/measured-bitrate.ts';
import {
  type AudioRendition,
  mediaPlaylistName,
  type Presentation,
  type VideoRendition,
} from '../presentation/presentation.ts';
import type { AudioMedia, MultivariantPlaylist, VariantStream } from './multivariant-playlist.ts';

/** Vylux contract §11.3: all audio is one group, and a single rendition is called "Main". */
const AUDIO_GROUP_ID = 'audio';
const MAIN_NAME = 'Main';

/** The multivariant playlist of a presentation, with bit rates as measured and every URI relative to the asset's folder. */
export function multivariantPlaylist(presentation: Presentation): MultivariantPlaylist {
  return {
    hasIndependentSegments: true,
    audio: presentation.audio.map(audioMedia),
    variants: presentation.video.map((video) => variantStream(video, presentation.audio)),
  };
}

function audioMedia(audio: AudioRendition, index: number): AudioMedia {
  return {
    groupId: AUDIO_GROUP_ID,
    name: index === 0 ? MAIN_NAME : audio.id,
    language: audio.language === 'und' ? null : audio.language,
    isDefault: index === 0,
    channels: audio.channels,
    uri: `${audio.path}/${mediaPlaylistName}`,
  };
}

function variantStream(video: VideoRendition, audio: readonly AudioRendition[]): VariantStream {
  return {
    // RFC 8216 §4.3.4.2: the largest sum that any playable combination of the group's renditions reaches.
    peakBitsPerSecond: peakBitsPerSecond(video) + Math.max(0, ...audio.map(peakBitsPerSecond)),
    averageBitsPerSecond: averageBitsPerSecond(video) + Math.max(0, ...audio.map(averageBitsPerSecond)),
    codecs: [...new Set([video.codecs, ...audio.map(({ codecs }) => codecs)])],
    width: video.width,
    height: video.height,
    frameRate: video.frameRate,
    audioGroupId: audio.length === 0 ? null : AUDIO_GROUP_ID,
    uri: `${video.path}/${mediaPlaylistName}`,
  };
}
