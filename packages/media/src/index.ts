export { withEditList, withoutEditList } from './boxes/edit-list.ts';
export { type FragmentClock, fragmentTicks, readFragmentClock } from './boxes/fragment-clock.ts';
export { FragmentReader, type FragmentReaderOptions } from './boxes/fragment-reader.ts';
export { type Box, findBox, findBoxes, parseBoxes, parseBoxHeader, requireBox } from './boxes/parse-boxes.ts';
export { readDecodeTime, readSamples } from './boxes/read-samples.ts';
export { readTrack } from './boxes/read-track.ts';
export type { Fragment, Sample } from './boxes/sample.ts';
export type { SampleDefaults, Track } from './boxes/track.ts';
export { writeBox } from './boxes/write-box.ts';
export { type SegmentContent, writeSegment } from './boxes/write-segment.ts';
export { formatMpd } from './dash/format-mpd.ts';
export type { AdaptationSet, CommonProtection, Mpd, Representation, SegmentTemplate } from './dash/mpd.ts';
export { type MpdOptions, mpd } from './dash/mpd-of.ts';
export { decryptAes128Segment, encryptAes128Segment } from './encryption/aes128-segment.ts';
export type { BlockCipher } from './encryption/block-cipher.ts';
export { type CbcsDecryptor, createCbcsDecryptor } from './encryption/cbcs-decryptor.ts';
export { type CbcsEncryptor, type CbcsOptions, createCbcsEncryptor } from './encryption/cbcs-encryptor.ts';
export { MalformedMediaError, UnsupportedMediaError } from './errors/media-errors.ts';
export {
  formatMediaPlaylist,
  type MediaPlaylist,
  type PlaylistKey,
  type PlaylistSegment,
} from './hls/media-playlist.ts';
export { type MediaPlaylistOptions, mediaPlaylist } from './hls/media-playlist-of.ts';
export { multivariantPlaylist } from './hls/multivariant-of.ts';
export {
  type AudioMedia,
  formatMultivariantPlaylist,
  type MultivariantPlaylist,
  type VariantStream,
} from './hls/multivariant-playlist.ts';
export {
  maxPlaylistBytes,
  type ParsedPlaylist,
  type ParsePlaylistResult,
  type PlaylistLine,
  type PlaylistRefusal,
  parsePlaylist,
  type UriContext,
  type UriSlot,
} from './hls/parse-playlist.ts';
export { rewriteUris } from './hls/rewrite-uris.ts';
export {
  decideImageGeometry,
  type GeometryRule,
  type ImageGeometry,
  type PictureSize,
} from './images/image-geometry.ts';
export {
  type ImageLimits,
  type ImagePlan,
  type ImageRefusal,
  type ImageRequest,
  type PictureFormat,
  planImage,
  type SourcePicture,
} from './images/plan-image.ts';
export { type FrameRate, type FrameTiming, segmentFrames, timescaleFor } from './ladder/frame-rate.ts';
export { nominalBitrate } from './ladder/nominal-bitrate.ts';
export { type DisplaySize, planLadder, type Rung } from './ladder/plan-ladder.ts';
export { averageBitsPerSecond, type Measured, peakBitsPerSecond } from './presentation/measured-bitrate.ts';
export {
  type AudioRendition,
  type EncryptionScheme,
  firstSegmentNumber,
  initSectionName,
  masterPlaylistName,
  mediaPlaylistName,
  type Presentation,
  type PresentationEncryption,
  type StoredSegment,
  segmentName,
  type VideoCodec,
  type VideoRendition,
} from './presentation/presentation.ts';
export { assetOfName, type RecordingAsset, recordingAssetName, recordingAssets } from './recordings/asset-name.ts';
export {
  formatSpriteVtt,
  planSprite,
  type SpriteCue,
  type SpriteGrid,
  type SpriteWish,
  spriteCues,
} from './recordings/plan-sprite.ts';
export { parseRecordingLabel, type RecordingLabel } from './recordings/recording-label.ts';
