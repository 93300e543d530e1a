import { MalformedMediaError } from '../../errors/media-errors.ts';
import type { PictureParameters } from './parameter-sets.ts';
import { RbspReader } from './rbsp-reader.ts';

/** nal_unit_type (ITU-T H.264 table 7-1). */
export const nalType = { nonIdrSlice: 1, dataPartitionA: 2, dataPartitionC: 4, idrSlice: 5 } as const;

/** slice_type modulo 5 (table 7-6). */
const sliceType = { p: 0, b: 1, i: 2, sp: 3, si: 4 } as const;

/** Ends of lists of commands (§7.4.3.1, §7.4.3.3). */
const END_OF_LIST_MODIFICATION = 3;
const END_OF_REFERENCE_MARKING = 0;

/** Arguments of each memory_management_control_operation (§7.3.3.3). */
const MARKING_ARGUMENTS: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 1, 5: 0, 6: 1 };

interface SliceContext {
  readonly header: RbspReader;
  readonly picture: PictureParameters;
  readonly type: number;
  readonly isIdr: boolean;
  readonly isReference: boolean;
}

/**
 * Bytes from the start of a slice's NAL unit to the end of its header (§7.3.3), a last byte that slice data share
 * counted in. ISO/IEC 23001-7 §10.4 wants these in the clear under CBCS, as decoders parse them before they decrypt.
 */
export function sliceHeaderBytes(nal: Uint8Array, pictureParameters: ReadonlyMap<number, PictureParameters>): number {
  const firstByte = nal[0] ?? 0;
  const header = new RbspReader(nal.subarray(1));
  header.exponentialGolomb(); // first_mb_in_slice
  const type = header.exponentialGolomb() % 5;
  const picture = pictureParameters.get(header.exponentialGolomb());
  if (picture === undefined) throw new MalformedMediaError('A slice without its picture parameter set');
  const isIdr = (firstByte & 0x1f) === nalType.idrSlice;
  const slice = { header, picture, type, isIdr, isReference: (firstByte & 0x60) !== 0 };
  skipPictureIdentity(slice);
  skipReferenceLists(slice);
  if (slice.isReference) skipReferenceMarking(slice);
  skipQuantisation(slice);
  return 1 + header.bytesTouched;
}

function isIntra(type: number): boolean {
  return type === sliceType.i || type === sliceType.si;
}

/** colour_plane_id to redundant_pic_cnt: which picture this is. */
function skipPictureIdentity({ header, picture, isIdr }: SliceContext): void {
  const { sequence } = picture;
  if (sequence.hasSeparateColourPlanes) header.unsigned(2);
  header.unsigned(sequence.frameNumBits);
  const isField = !sequence.isFrameOnly && header.flag();
  if (isField) header.bit(); // bottom_field_flag
  if (isIdr) header.exponentialGolomb(); // idr_pic_id
  const hasSecondField = picture.hasFieldPictureOrder && !isField;
  if (sequence.pictureOrderType === 0) {
    header.unsigned(sequence.pictureOrderBits);
    if (hasSecondField) header.signedExponentialGolomb();
  }
  if (sequence.pictureOrderType === 1 && !sequence.isPictureOrderDeltaAlwaysZero) {
    header.signedExponentialGolomb();
    if (hasSecondField) header.signedExponentialGolomb();
  }
  if (picture.hasRedundantPictures) header.exponentialGolomb();
}

/** direct_spatial_mv_pred_flag to pred_weight_table: which pictures it is predicted from, and how. */
function skipReferenceLists(slice: SliceContext): void {
  const { header, picture, type } = slice;
  if (type === sliceType.b) header.bit(); // direct_spatial_mv_pred_flag
  if (isIntra(type)) return;
  const referenceCounts = readReferenceCounts(slice);
  for (const _ of referenceCounts) skipListModification(header);
  const isWeighted = type === sliceType.b ? picture.weightedBipredictionMode === 1 : picture.isWeighted;
  if (isWeighted) skipPredictionWeights(header, referenceCounts, picture.sequence.hasChroma);
}

/** Length of each list in use: one for P, two for B. */
function readReferenceCounts({ header, picture, type }: SliceContext): number[] {
  const defaults = picture.referenceCounts.slice(0, type === sliceType.b ? 2 : 1);
  const hasOverride = header.flag();
  return hasOverride ? defaults.map(() => header.exponentialGolomb() + 1) : defaults;
}

/** ref_pic_list_modification (§7.3.3.1), one list. */
function skipListModification(header: RbspReader): void {
  if (!header.flag()) return;
  while (header.exponentialGolomb() !== END_OF_LIST_MODIFICATION) header.exponentialGolomb();
}

/** pred_weight_table (§7.3.3.2). */
function skipPredictionWeights(header: RbspReader, referenceCounts: readonly number[], hasChroma: boolean): void {
  header.exponentialGolomb(); // luma_log2_weight_denom
  if (hasChroma) header.exponentialGolomb();
  for (const count of referenceCounts) {
    for (let reference = 0; reference < count; reference += 1) {
      if (header.flag()) skipSigned(header, 2);
      if (hasChroma && header.flag()) skipSigned(header, 4);
    }
  }
}

/** dec_ref_pic_marking (§7.3.3.3). */
function skipReferenceMarking({ header, isIdr }: SliceContext): void {
  if (isIdr) {
    header.unsigned(2); // no_output_of_prior_pics_flag, long_term_reference_flag
    return;
  }
  if (!header.flag()) return;
  for (;;) {
    const operation = header.exponentialGolomb();
    if (operation === END_OF_REFERENCE_MARKING) return;
    for (let left = MARKING_ARGUMENTS[operation] ?? 0; left > 0; left -= 1) header.exponentialGolomb();
  }
}

/** cabac_init_idc to slice_beta_offset_div2. */
function skipQuantisation({ header, picture, type }: SliceContext): void {
  if (picture.isCabac && !isIntra(type)) header.exponentialGolomb(); // cabac_init_idc
  header.signedExponentialGolomb(); // slice_qp_delta
  if (type === sliceType.sp) header.bit(); // sp_for_switch_flag
  if (type === sliceType.sp || type === sliceType.si) header.signedExponentialGolomb(); // slice_qs_delta
  if (!picture.hasDeblockingControl) return;
  const isDeblockingOff = header.exponentialGolomb() === 1;
  if (!isDeblockingOff) skipSigned(header, 2);
}

function skipSigned(header: RbspReader, count: number): void {
  for (let left = count; left > 0; left -= 1) header.signedExponentialGolomb();
}
