import type { GeometryRule, ImageLimits } from '@sluice/media';

/** What holds for every picture of a deployment. */
export interface PictureRules extends ImageLimits {
  readonly geometry: GeometryRule;
  /** Six hexadecimal digits: what stands behind transparent pixels where the format knows none. */
  readonly background: string;
  /** Bytes of a source file. */
  readonly maxSourceBytes: number;
  /** Wall clock for one picture. */
  readonly maxSeconds: number;
}
