import { type AskedBox, decideImageGeometry, type GeometryRule, type ImageGeometry } from './image-geometry.ts';

/** Formats that pictures are made in. */
export type PictureFormat = 'webp' | 'avif' | 'jpg' | 'png' | 'gif';

/** What the header of a picture says. */
export interface SourcePicture {
  /** As the decoder calls it. */
  readonly format: string;
  /** Of one frame, after the orientation was applied. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Frames of an animation or pages of a document; 1 for everything else. */
  readonly pages: number;
}

export interface ImageLimits {
  /** Decoded pixels: those of one picture, or of all frames of an animation. */
  readonly maxPixels: number;
  /** Frames or pages of a source (Vylux contract §5.3: 200). */
  readonly maxFrames: number;
  /** Longest side of what is made. */
  readonly maxOutputPx: number;
}

export interface ImageRequest extends AskedBox {
  readonly format: PictureFormat;
}

export interface ImagePlan {
  readonly ok: true;
  readonly geometry: ImageGeometry;
  /** 1, or all frames of an animation that stays one. */
  readonly frames: number;
}

export type ImageRefusal = 'too-many-frames' | 'too-many-pixels' | 'bad-geometry' | 'animated-to-static';

const animatedFormats: ReadonlySet<string> = new Set(['gif', 'webp']);
const refuse = (reason: ImageRefusal) => ({ ok: false, reason }) as const;

/**
 * How a picture is made from `source`, or the first reason why not, in the order of Vylux contract §4.2. An animation
 * stays one in WebP and GIF and becomes nothing else; of other sources with several pages the first is taken.
 */
export function planImage(
  source: SourcePicture,
  request: ImageRequest,
  rule: GeometryRule,
  limits: ImageLimits,
): ImagePlan | { readonly ok: false; readonly reason: ImageRefusal } {
  const isAnimated = source.pages > 1 && animatedFormats.has(source.format);
  const frames = isAnimated ? source.pages : 1;
  if (source.pages > limits.maxFrames) return refuse('too-many-frames');
  if (source.widthPx * source.heightPx * frames > limits.maxPixels) return refuse('too-many-pixels');
  const geometry = decideImageGeometry({ ...source, isAnimated }, request, rule);
  if (geometry === null || Math.max(geometry.widthPx, geometry.heightPx) > limits.maxOutputPx) {
    return refuse('bad-geometry');
  }
  if (geometry.widthPx * geometry.heightPx * frames > limits.maxPixels) return refuse('bad-geometry');
  if (isAnimated && !animatedFormats.has(request.format)) return refuse('animated-to-static');
  return { ok: true, geometry, frames };
}
