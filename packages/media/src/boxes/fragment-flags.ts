/** Bits of movie fragment boxes, and what each optional field takes (ISO/IEC 14496-12 §8.8). */

/** `tf_flags` of `tfhd` (§8.8.7). */
export const trackFragmentFlag = {
  baseDataOffset: 0x00_0001,
  sampleDescriptionIndex: 0x00_0002,
  defaultSampleDuration: 0x00_0008,
  defaultSampleSize: 0x00_0010,
  defaultSampleFlags: 0x00_0020,
  defaultBaseIsMoof: 0x02_0000,
} as const;

/** `tr_flags` of `trun` (§8.8.8). */
export const trackRunFlag = {
  dataOffset: 0x00_0001,
  firstSampleFlags: 0x00_0004,
  sampleDuration: 0x00_0100,
  sampleSize: 0x00_0200,
  sampleFlags: 0x00_0400,
  sampleCompositionTimeOffset: 0x00_0800,
} as const;

/** Fields of a sample's flags (§8.8.3.1). */
export const sampleFlag = {
  /** sample_depends_on = 2: needs no other picture. */
  dependsOnNone: 0x0200_0000,
  /** sample_depends_on = 1. */
  dependsOnOthers: 0x0100_0000,
  isNonSync: 0x0001_0000,
} as const;

export const syncSampleFlags = sampleFlag.dependsOnNone;
export const nonSyncSampleFlags = sampleFlag.dependsOnOthers | sampleFlag.isNonSync;
