/** What one frame differs by, in its luma. */
export interface FrameDifference {
  /** Structural similarity: 1 is the same. */
  readonly ssim: number;
  /** Mean squared error of 8-bit samples: 0 is the same. */
  readonly squaredError: number;
}

/** Values of `name` in a statistics file of ffmpeg, a line for each frame: `n:1 Y:0.98 U:0.99 …`. */
function valuesOf(text: string, name: string): number[] {
  const pattern = new RegExp(`(?:^|\\s)${name}:(\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?)(?=\\s|$)`);
  return text.split('\n').flatMap((line) => {
    const value = pattern.exec(line)?.[1];
    return value === undefined ? [] : [Number(value)];
  });
}

/** The frames of one rung from what the filters `ssim` and `psnr` wrote; frames that only one of them has are left out. */
export function readQualityStats(ssimText: string, psnrText: string): readonly FrameDifference[] {
  const errors = valuesOf(psnrText, 'mse_y');
  return valuesOf(ssimText, 'Y').flatMap((ssim, index) => {
    const squaredError = errors[index];
    return squaredError === undefined ? [] : [{ ssim, squaredError }];
  });
}

/** Of frames that are the same no finite figure could be told; more than this cannot be seen anyway. */
const MOST_DECIBELS = 100;

export interface QualityFigures {
  /** Mean over all frames. */
  readonly ssim: number;
  /** Of the worst frame. */
  readonly ssimWorst: number;
  /** Peak signal-to-noise ratio of the mean error over all frames, decibels. */
  readonly psnrDb: number;
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** The figures of one rung; null without a frame. */
export function summarizeQuality(frames: readonly FrameDifference[]): QualityFigures | null {
  if (frames.length === 0) return null;
  const mean = (value: (frame: FrameDifference) => number) =>
    frames.reduce((sum, frame) => sum + value(frame), 0) / frames.length;
  const error = mean(({ squaredError }) => squaredError);
  const decibels = error === 0 ? MOST_DECIBELS : Math.min(MOST_DECIBELS, 10 * Math.log10(255 ** 2 / error));
  return {
    ssim: rounded(
      mean(({ ssim }) => ssim),
      4,
    ),
    ssimWorst: rounded(Math.min(...frames.map(({ ssim }) => ssim)), 4),
    psnrDb: rounded(decibels, 2),
  };
}
