/** The one sound rendition of a film, Vylux contract §8.3 and §11.2. */
export const audioRendition = {
  id: 'und_aac_2ch',
  path: 'audio/und_aac_2ch',
  language: 'und',
  codec: 'aac',
  channels: 2,
  sampleRate: 48_000,
  bitsPerSecond: 128_000,
} as const;
