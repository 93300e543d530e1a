const even = (pixels: number): number => Math.max(2, 2 * Math.round(pixels / 2));

interface Shown {
  readonly displayWidth: number;
  readonly displayHeight: number;
}

/** A picture of at most `width` pixels in the shape that viewers see, never larger than the film; both sides even. */
export function pictureSize({ displayWidth, displayHeight }: Shown, width: number): { width: number; height: number } {
  const chosen = Math.min(width, displayWidth);
  return { width: even(chosen), height: even((chosen * displayHeight) / displayWidth) };
}
