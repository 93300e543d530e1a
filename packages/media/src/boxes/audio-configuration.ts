import { MalformedMediaError, UnsupportedMediaError } from '../errors/media-errors.ts';
import { ByteReader } from './byte-reader.ts';
import { type Box, openFullBox } from './parse-boxes.ts';

/** What `esds` says about an AAC track. */
export interface AudioConfiguration {
  readonly objectTypeIndication: number;
  readonly audioObjectType: number;
  /** Hertz; null when the table of ISO/IEC 14496-3 does not name it. */
  readonly sampleRate: number | null;
  /** Null when the stream itself describes its channels. */
  readonly channels: number | null;
}

/** Tags of ISO/IEC 14496-1 §7.2.2.1. */
const descriptorTag = { elementaryStream: 0x03, decoderConfig: 0x04, decoderSpecificInfo: 0x05 } as const;

const MPEG4_AUDIO = 0x40;

/** ISO/IEC 14496-3 §1.6.3.3, by samplingFrequencyIndex. */
const SAMPLE_RATES = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350];
/** ISO/IEC 14496-3 §1.6.3.5, by channelConfiguration. */
const CHANNELS = [null, 1, 2, 3, 4, 5, 6, 8];

/** Reads `esds` (ISO/IEC 14496-14 §5.6). */
export function readAudioConfiguration(esds: Box): AudioConfiguration {
  const stream = readDescriptor(openFullBox(esds).fields, descriptorTag.elementaryStream);
  skipStreamFields(stream);
  const decoder = readDescriptor(stream, descriptorTag.decoderConfig);
  const objectTypeIndication = decoder.u8();
  if (objectTypeIndication !== MPEG4_AUDIO) {
    throw new UnsupportedMediaError(`Audio of object type 0x${objectTypeIndication.toString(16)}`);
  }
  // Stream type, buffer size, maximum and average bit rate.
  decoder.skip(12);
  const specific = readDescriptor(decoder, descriptorTag.decoderSpecificInfo);
  return { objectTypeIndication, ...readAudioSpecificConfig(specific) };
}

/** Opens a descriptor of the tag that must come next; its size is in groups of seven bits, at most four. */
function readDescriptor(reader: ByteReader, tag: number): ByteReader {
  if (reader.u8() !== tag) throw new MalformedMediaError("A box 'esds' with its descriptors out of order");
  let size = 0;
  for (let group = 0; group < 4; group += 1) {
    const byte = reader.u8();
    size = size * 128 + (byte & 0x7f);
    if ((byte & 0x80) === 0) break;
  }
  return new ByteReader(reader.bytes(size));
}

/** ES_Descriptor (ISO/IEC 14496-1 §7.2.6.5): ES_ID, then what its flags announce. */
function skipStreamFields(stream: ByteReader): void {
  stream.skip(2);
  const flags = stream.u8();
  if (flags & 0x80) stream.skip(2);
  if (flags & 0x40) stream.skip(stream.u8());
  if (flags & 0x20) stream.skip(2);
}

/** The first two bytes of AudioSpecificConfig (ISO/IEC 14496-3 §1.6.2.1): 5 bits type, 4 bits rate, 4 bits channels. */
function readAudioSpecificConfig(specific: ByteReader): Omit<AudioConfiguration, 'objectTypeIndication'> {
  const bits = specific.u16();
  const audioObjectType = bits >> 11;
  if (audioObjectType === 31) throw new UnsupportedMediaError('Audio object types above 31');
  return {
    audioObjectType,
    sampleRate: SAMPLE_RATES[(bits >> 7) & 0xf] ?? null,
    channels: CHANNELS[(bits >> 3) & 0xf] ?? null,
  };
}
