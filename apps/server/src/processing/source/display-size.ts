export interface CodedPicture {
  readonly width: number;
  readonly height: number;
  /** Width of a pixel over its height; null means square. */
  readonly pixelAspect: { readonly numerator: number; readonly denominator: number } | null;
  readonly rotationDegrees: number;
}

/** Pixel aspects outside of this are damage, not wide screens. */
const MAX_STRETCH = 4;

/** The picture as a viewer sees it: pixels made square by stretching the width, then turned. */
export function displaySize(picture: CodedPicture): { displayWidth: number; displayHeight: number } {
  const stretch = picture.pixelAspect === null ? 1 : picture.pixelAspect.numerator / picture.pixelAspect.denominator;
  const isSane = stretch <= MAX_STRETCH && stretch >= 1 / MAX_STRETCH;
  const width = Math.max(1, Math.round(picture.width * (isSane ? stretch : 1)));
  const isOnItsSide = Math.abs(Math.round(picture.rotationDegrees / 90)) % 2 === 1;
  return isOnItsSide
    ? { displayWidth: picture.height, displayHeight: width }
    : { displayWidth: width, displayHeight: picture.height };
}
