/** Longest and shortest side of the standard boxes, by the name that viewers know. */
const boxes = [
  ['2160p', 3840, 2160],
  ['1440p', 2560, 1440],
  ['1080p', 1920, 1080],
  ['720p', 1280, 720],
  ['480p', 854, 480],
  ['360p', 640, 360],
  ['240p', 426, 240],
] as const;

/** Encoders round to even sizes, so a side that fills its box may miss it by a pixel or two. */
const toleratedPx = 2;

/** Name of a rung: the box that its size fills in one direction (1280×536 is 720p), else its own height. */
export function rungLabel(widthPx: number, heightPx: number): string {
  const filled = boxes.find(([, boxWidthPx, boxHeightPx]) => {
    const overWidthPx = widthPx - boxWidthPx;
    const overHeightPx = heightPx - boxHeightPx;
    const isInside = overWidthPx <= 0 && overHeightPx <= 0;
    return isInside && Math.max(overWidthPx, overHeightPx) >= -toleratedPx;
  });
  return filled === undefined ? `${heightPx}p` : filled[0];
}
