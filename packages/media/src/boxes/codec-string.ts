import { UnsupportedMediaError } from '../errors/media-errors.ts';
import { readAudioConfiguration } from './audio-configuration.ts';
import { ByteReader } from './byte-reader.ts';
import { configurationBox, type SampleEntry } from './sample-entry.ts';

/** The codec parameter of RFC 6381 for a sample entry: what playlists and manifests say in CODECS. */
export function codecString(entry: SampleEntry): string {
  const write = WRITERS[entry.format];
  if (write === undefined) throw new UnsupportedMediaError(`The codec of sample entries '${entry.format}'`);
  return write(entry);
}

const WRITERS: Readonly<Record<string, (entry: SampleEntry) => string>> = {
  avc1: avcString,
  avc3: avcString,
  av01: av1String,
  mp4a: aacString,
};

/** RFC 6381 §3.3: profile, constraint flags and level as in AVCDecoderConfigurationRecord (ISO/IEC 14496-15 §5.3.3.1). */
function avcString(entry: SampleEntry): string {
  const profileToLevel = configurationBox(entry, 'avcC').payload.subarray(1, 4);
  const digits = Array.from(profileToLevel, (byte) => byte.toString(16).padStart(2, '0'));
  return `${entry.format}.${digits.join('')}`;
}

/** "AV1 Codec ISO Media File Format Binding" §5: profile, level with tier, bit depth; the rest has its default. */
function av1String(entry: SampleEntry): string {
  const reader = new ByteReader(configurationBox(entry, 'av1C').payload);
  reader.skip(1);
  const profileAndLevel = reader.u8();
  const tierAndDepth = reader.u8();
  const profile = profileAndLevel >> 5;
  const level = String(profileAndLevel & 0x1f).padStart(2, '0');
  const tier = tierAndDepth & 0x80 ? 'H' : 'M';
  const isHighBitDepth = (tierAndDepth & 0x40) !== 0;
  const isTwelveBit = (tierAndDepth & 0x20) !== 0;
  const bitDepth = isHighBitDepth ? (isTwelveBit ? '12' : '10') : '08';
  return `av01.${profile}.${level}${tier}.${bitDepth}`;
}

/** RFC 6381 §3.3: object type indication in hex, then the audio object type. */
function aacString(entry: SampleEntry): string {
  const { objectTypeIndication, audioObjectType } = readAudioConfiguration(configurationBox(entry, 'esds'));
  return `mp4a.${objectTypeIndication.toString(16)}.${audioObjectType}`;
}
