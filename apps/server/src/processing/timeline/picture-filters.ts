/** What must be done to a picture before an ordinary screen can show it. */
export interface PictureFacts {
  readonly isInterlaced: boolean;
  readonly isHdr: boolean;
}

/** Fields become frames, one of two, before frames are chosen. */
export function deinterlaceFilters({ isInterlaced }: PictureFacts): string[] {
  return isInterlaced ? ['bwdif=mode=send_frame:parity=auto:deint=interlaced'] : [];
}

/** Scales to square pixels. Tone mapping comes after it, where there are fewer pixels. */
export function scaleFilters(picture: PictureFacts, width: number, height: number): string[] {
  return [`scale=${width}:${height}:out_range=limited`, ...(picture.isHdr ? TONE_MAP : []), 'setsar=1'];
}

/** What encoders of film are fed with: 8 bits, 4:2:0. */
export const filmFormat = ['format=yuv420p'];
/** JFIF knows no other colours than full-range BT.601. */
export const jpegFormat = ['scale=out_range=full:out_color_matrix=bt601', 'format=yuvj420p'];

/**
 * SMPTE ST 2084 and HLG to BT.709: linear light, tone curve, back. Only for pictures whose transfer says that they are
 * HDR; primaries and matrix are then BT.2020's, also where the film forgot to say so.
 */
const TONE_MAP = [
  'setparams=color_primaries=bt2020:colorspace=bt2020nc',
  'zscale=t=linear:npl=100',
  'format=gbrpf32le',
  'zscale=p=bt709',
  'tonemap=tonemap=hable:desat=0',
  'zscale=t=bt709:m=bt709:r=tv',
];
