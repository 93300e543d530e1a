import { ByteReader } from '../../boxes/byte-reader.ts';
import { MalformedMediaError, UnsupportedMediaError } from '../../errors/media-errors.ts';
import { RbspReader } from './rbsp-reader.ts';

/** What a slice header's length depends on in a sequence parameter set (ITU-T H.264 §7.3.2.1.1). */
export interface SequenceParameters {
  readonly hasSeparateColourPlanes: boolean;
  /** ChromaArrayType ≠ 0: prediction weights have a chroma part. */
  readonly hasChroma: boolean;
  readonly frameNumBits: number;
  readonly pictureOrderType: number;
  /** Of type 0. */
  readonly pictureOrderBits: number;
  /** Of type 1: no differences are sent. */
  readonly isPictureOrderDeltaAlwaysZero: boolean;
  readonly isFrameOnly: boolean;
}

/** What it depends on in a picture parameter set (§7.3.2.2). */
export interface PictureParameters {
  readonly sequence: SequenceParameters;
  readonly isCabac: boolean;
  readonly hasFieldPictureOrder: boolean;
  readonly referenceCounts: readonly [list0: number, list1: number];
  readonly isWeighted: boolean;
  readonly weightedBipredictionMode: number;
  readonly hasDeblockingControl: boolean;
  readonly hasRedundantPictures: boolean;
}

/** AVCDecoderConfigurationRecord (ISO/IEC 14496-15 §5.3.3.1). */
export interface AvcConfiguration {
  /** Bytes of the length before each NAL unit of a sample. */
  readonly nalLengthBytes: number;
  /** By pic_parameter_set_id. */
  readonly pictureParameters: ReadonlyMap<number, PictureParameters>;
}

/** Reads the payload of an `avcC` box. */
export function parseAvcConfiguration(record: Uint8Array): AvcConfiguration {
  const reader = new ByteReader(record);
  reader.skip(4);
  const nalLengthBytes = (reader.u8() & 0x03) + 1;
  const sequences = new Map(parameterSets(reader, reader.u8() & 0x1f).map(parseSequenceParameters));
  const pictures = parameterSets(reader, reader.u8()).map((nal) => parsePictureParameters(nal, sequences));
  return { nalLengthBytes, pictureParameters: new Map(pictures) };
}

/** NAL units without their one-byte header. */
function parameterSets(reader: ByteReader, count: number): RbspReader[] {
  return Array.from({ length: count }, () => new RbspReader(reader.bytes(reader.u16()).subarray(1)));
}

/** Profiles whose parameter set tells the chroma format (§7.3.2.1.1). */
const PROFILES_WITH_CHROMA_FORMAT = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

function parseSequenceParameters(nal: RbspReader): [id: number, SequenceParameters] {
  const profile = nal.unsigned(8);
  nal.unsigned(16);
  const id = nal.exponentialGolomb();
  const chroma = PROFILES_WITH_CHROMA_FORMAT.has(profile) ? parseChromaFormat(nal) : { format: 1, isSeparate: false };
  const frameNumBits = nal.exponentialGolomb() + 4;
  const order = parsePictureOrder(nal);
  nal.exponentialGolomb(); // max_num_ref_frames
  nal.bit(); // gaps_in_frame_num_value_allowed_flag
  nal.exponentialGolomb(); // pic_width_in_mbs_minus1
  nal.exponentialGolomb(); // pic_height_in_map_units_minus1
  const parameters = {
    hasSeparateColourPlanes: chroma.isSeparate,
    hasChroma: chroma.format !== 0 && !chroma.isSeparate,
    frameNumBits,
    ...order,
    isFrameOnly: nal.flag(),
  };
  return [id, parameters];
}

function parseChromaFormat(nal: RbspReader): { format: number; isSeparate: boolean } {
  const format = nal.exponentialGolomb();
  const isSeparate = format === 3 && nal.flag();
  nal.exponentialGolomb(); // bit_depth_luma_minus8
  nal.exponentialGolomb(); // bit_depth_chroma_minus8
  nal.bit(); // qpprime_y_zero_transform_bypass_flag
  if (nal.flag()) skipScalingLists(nal, format === 3 ? 12 : 8);
  return { format, isSeparate };
}

/** §7.3.2.1.1.1: six lists of 16 values, then lists of 64; a list stops early when its next value is 0. */
function skipScalingLists(nal: RbspReader, listCount: number): void {
  for (let list = 0; list < listCount; list += 1) {
    if (nal.flag()) skipScalingList(nal, list < 6 ? 16 : 64);
  }
}

function skipScalingList(nal: RbspReader, length: number): void {
  let scale = 8;
  for (let index = 0; index < length; index += 1) {
    scale = (scale + nal.signedExponentialGolomb() + 256) % 256;
    if (scale === 0) return;
  }
}

type PictureOrder = Pick<SequenceParameters, 'pictureOrderType' | 'pictureOrderBits' | 'isPictureOrderDeltaAlwaysZero'>;

function parsePictureOrder(nal: RbspReader): PictureOrder {
  const pictureOrderType = nal.exponentialGolomb();
  if (pictureOrderType === 0) {
    return { pictureOrderType, pictureOrderBits: nal.exponentialGolomb() + 4, isPictureOrderDeltaAlwaysZero: false };
  }
  if (pictureOrderType === 2) return { pictureOrderType, pictureOrderBits: 0, isPictureOrderDeltaAlwaysZero: true };
  const isPictureOrderDeltaAlwaysZero = nal.flag();
  nal.signedExponentialGolomb(); // offset_for_non_ref_pic
  nal.signedExponentialGolomb(); // offset_for_top_to_bottom_field
  const cycleLength = nal.exponentialGolomb();
  for (let index = 0; index < cycleLength; index += 1) nal.signedExponentialGolomb();
  return { pictureOrderType, pictureOrderBits: 0, isPictureOrderDeltaAlwaysZero };
}

function parsePictureParameters(
  nal: RbspReader,
  sequences: ReadonlyMap<number, SequenceParameters>,
): [id: number, PictureParameters] {
  const id = nal.exponentialGolomb();
  const sequence = sequences.get(nal.exponentialGolomb());
  if (sequence === undefined) throw new MalformedMediaError('A picture parameter set without its sequence');
  const isCabac = nal.flag();
  const hasFieldPictureOrder = nal.flag();
  // The slice header would then hold slice_group_change_cycle, whose length depends on the groups (§7.4.3).
  if (nal.exponentialGolomb() > 0) throw new UnsupportedMediaError('H.264 with slice groups');
  const referenceCounts = [nal.exponentialGolomb() + 1, nal.exponentialGolomb() + 1] as const;
  const isWeighted = nal.flag();
  const weightedBipredictionMode = nal.unsigned(2);
  nal.signedExponentialGolomb(); // pic_init_qp_minus26
  nal.signedExponentialGolomb(); // pic_init_qs_minus26
  nal.signedExponentialGolomb(); // chroma_qp_index_offset
  const hasDeblockingControl = nal.flag();
  nal.bit(); // constrained_intra_pred_flag
  const hasRedundantPictures = nal.flag();
  return [
    id,
    {
      sequence,
      isCabac,
      hasFieldPictureOrder,
      referenceCounts,
      isWeighted,
      weightedBipredictionMode,
      hasDeblockingControl,
      hasRedundantPictures,
    },
  ];
}
