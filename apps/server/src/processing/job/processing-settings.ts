import type { EncryptionScheme, VideoCodec } from '@sluice/media';

/** What a deployment decides about its films. */
export interface ProcessingSettings {
  /** Codecs of the ladder in the order players are offered them. */
  readonly ladderCodecs: readonly VideoCodec[];
  /** How encrypted segments are stored unless the job says otherwise. */
  readonly encryptionScheme: EncryptionScheme;
  /** Target; segments are cut by whole frames. */
  readonly segmentSeconds: number;
  /** Target of one recorded step of the encode; rounded to whole segments. */
  readonly chunkSeconds: number;
  /** x264's speed: `ultrafast` … `veryslow`. */
  readonly x264Preset: string;
  /** SVT-AV1's speed: 0 (slowest) … 12. */
  readonly svtAv1Preset: number;
  /** Whether a published film is compared with its source. */
  readonly measuresQuality: boolean;
  /** Largest coded picture that is opened, width × height. */
  readonly maxSourcePixels: number;
  readonly maxDurationSeconds: number;
  /** Largest film that is copied to scratch from a store without local files. */
  readonly maxSourceBytes: number;
  /** Largest source of thumbnails; it is held in memory. */
  readonly maxPictureBytes: number;
  /** Address space of one run of ffmpeg: far more than it uses, since every thread reserves some. */
  readonly toolMemoryBytes: number;
  /** Largest cover or preview. */
  readonly maxArtifactBytes: number;
  /** How long a step may take: this plus {@link stepSecondsPerContentSecond} for every second of film that it works on. */
  readonly stepBaseSeconds: number;
  readonly stepSecondsPerContentSecond: number;
}

const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;

export const defaultProcessingSettings: ProcessingSettings = {
  ladderCodecs: ['h264'],
  encryptionScheme: 'aes-128',
  segmentSeconds: 6,
  chunkSeconds: 60,
  x264Preset: 'veryfast',
  svtAv1Preset: 8,
  measuresQuality: true,
  // Twice 8K; a 100-megapixel picture is refused.
  maxSourcePixels: 8192 * 4320 * 2,
  maxDurationSeconds: 24 * 3600,
  maxSourceBytes: 50 * gibibyte,
  maxPictureBytes: 64 * mebibyte,
  toolMemoryBytes: 64 * gibibyte,
  maxArtifactBytes: 64 * mebibyte,
  stepBaseSeconds: 120,
  stepSecondsPerContentSecond: 60,
};
