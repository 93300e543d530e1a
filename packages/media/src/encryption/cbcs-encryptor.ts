import { concatBytes } from '../boxes/big-endian.ts';
import { parseBoxes, requireBox } from '../boxes/parse-boxes.ts';
import { readMovieFragment } from '../boxes/read-samples.ts';
import { readTrack } from '../boxes/read-track.ts';
import type { Sample } from '../boxes/sample.ts';
import { configurationBox, readSampleEntry } from '../boxes/sample-entry.ts';
import type { Track } from '../boxes/track.ts';
import { writeMovieFragment } from '../boxes/write-segment.ts';
import { UnsupportedMediaError } from '../errors/media-errors.ts';
import { type AvcConfiguration, parseAvcConfiguration } from './avc/parameter-sets.ts';
import { type BlockCipher, blockBytes } from './block-cipher.ts';
import { audioPattern, type CbcsKey, encryptPattern, videoPattern } from './pattern.ts';
import { protectedInit } from './protected-init.ts';
import { sampleAuxiliaryBoxes } from './sample-auxiliary.ts';
import { avcSubsamples, type Subsample } from './subsamples.ts';

export interface CbcsOptions {
  readonly cipher: BlockCipher;
  /** The clear init section. */
  readonly init: Uint8Array;
  /** Content key, 16 bytes. */
  readonly key: Uint8Array;
  /** Key id, 16 bytes. */
  readonly kid: Uint8Array;
  /** 16 bytes, not secret. */
  readonly constantIv: Uint8Array;
}

/** Encrypts the segments of one track, in any order. */
export interface CbcsEncryptor {
  /** The init section that goes with the encrypted segments. */
  readonly init: Uint8Array;
  /** The encrypted form of a clear segment of the track. `sidx` is dropped, as its sizes would no longer hold. */
  encryptSegment(segment: Uint8Array): Uint8Array;
}

/** What is done to each sample: its bytes encrypted in place, its subsamples told. Null where samples are encrypted whole. */
export type SampleProtection = (bytes: Uint8Array) => readonly Subsample[] | null;

/**
 * Common encryption of ISO/IEC 23001-7 with the scheme `cbcs`, for H.264 and AAC. Samples keep their sizes. Throws
 * UnsupportedMediaError for other codecs and for H.264 with slice groups or data partitioning.
 */
export function createCbcsEncryptor(options: CbcsOptions): CbcsEncryptor {
  assertLengths(options);
  const track = readTrack(options.init);
  const protect = sampleProtection(options);
  return {
    init: protectedInit(options.init, options.kid, options.constantIv),
    encryptSegment: (segment) => rewriteSamples(segment, track, protect),
  };
}

function assertLengths({ key, kid, constantIv }: CbcsOptions): void {
  if ([key, kid, constantIv].some(({ length }) => length !== blockBytes)) {
    throw new TypeError('Key, key id and constant IV have 16 bytes each');
  }
}

/** What protects samples of the track that the clear `init` describes. */
export function sampleProtection(options: Omit<CbcsOptions, 'kid'>): SampleProtection {
  const entry = readSampleEntry(requireBox(options.init, 'moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd'));
  if (entry.type === 'avc1') {
    return avcProtection(options, parseAvcConfiguration(configurationBox(entry, 'avcC').payload));
  }
  if (entry.type === 'mp4a') return wholeSampleProtection(options);
  throw new UnsupportedMediaError(`CBCS for samples of type '${entry.type}'`);
}

function avcProtection(cbcsKey: CbcsKey, avc: AvcConfiguration): SampleProtection {
  return (bytes) => {
    const subsamples = avcSubsamples(bytes, avc);
    let position = 0;
    for (const { clearBytes, protectedBytes } of subsamples) {
      const start = position + clearBytes;
      position = start + protectedBytes;
      encryptPattern(cbcsKey, bytes.subarray(start, position), videoPattern);
    }
    return subsamples;
  };
}

/** ISO/IEC 23001-7 §9.7: audio is encrypted whole. With a constant vector there is nothing to tell per sample. */
function wholeSampleProtection(cbcsKey: CbcsKey): SampleProtection {
  return (bytes) => {
    encryptPattern(cbcsKey, bytes, audioPattern);
    return null;
  };
}

/** The segment with each of its samples protected and, where there is something to tell of them, told. */
export function rewriteSamples(segment: Uint8Array, track: Track, protect: SampleProtection): Uint8Array {
  const parts = parseBoxes(segment).flatMap((box) => {
    if (box.type === 'mdat' || box.type === 'sidx') return [];
    if (box.type !== 'moof') return [box.bytes];
    const fragment = readMovieFragment(segment, box, track);
    const { samples, subsamples } = protectSamples(fragment.samples, protect);
    return writeMovieFragment(
      { ...fragment, samples },
      { trackBoxes: (offset) => (subsamples.length === 0 ? [] : sampleAuxiliaryBoxes(subsamples, offset)) },
    );
  });
  return concatBytes(parts);
}

function protectSamples(clear: readonly Sample[], protect: SampleProtection) {
  const subsamples: (readonly Subsample[])[] = [];
  const samples = clear.map((sample) => {
    const bytes = sample.bytes.slice();
    const told = protect(bytes);
    if (told !== null) subsamples.push(told);
    return { ...sample, bytes };
  });
  return { samples, subsamples };
}
