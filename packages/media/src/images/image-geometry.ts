/** Pixels of a picture as it is seen, after its orientation was applied. */
export interface PictureSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** The box that a picture is asked for; null leaves a side open. */
export interface AskedBox {
  readonly widthPx: number | null;
  readonly heightPx: number | null;
}

/**
 * How a box becomes a size. `proportional`: one side keeps the aspect ratio, nothing is ever enlarged.
 * `vylux`: what the reference does (Vylux contract §5.2): a width alone is a square, a height alone is refused,
 * everything may be enlarged.
 */
export type GeometryRule = 'proportional' | 'vylux';

/** `keep`: as it is. `scale`: the whole picture in another size. `cover`: filled and cut at the centre. */
export type ImageGeometry =
  | ({ readonly kind: 'keep' } & PictureSize)
  | ({ readonly kind: 'scale' } & PictureSize)
  | ({ readonly kind: 'cover' } & PictureSize);

interface Source extends PictureSize {
  readonly isAnimated: boolean;
}

const atLeastOne = (pixels: number): number => Math.max(1, Math.round(pixels));

const scaled = ({ widthPx, heightPx }: PictureSize, factor: number): ImageGeometry => ({
  kind: 'scale',
  widthPx: atLeastOne(widthPx * factor),
  heightPx: atLeastOne(heightPx * factor),
});

const kept = ({ widthPx, heightPx }: PictureSize): ImageGeometry => ({ kind: 'keep', widthPx, heightPx });

/** A box larger than the source is shrunk in its own shape until it fits, so that it is filled without enlarging. */
function coverWithin(source: PictureSize, box: PictureSize): ImageGeometry {
  const enlargement = Math.max(1, box.widthPx / source.widthPx, box.heightPx / source.heightPx);
  const widthPx = atLeastOne(box.widthPx / enlargement);
  const heightPx = atLeastOne(box.heightPx / enlargement);
  const isWhole = widthPx === source.widthPx && heightPx === source.heightPx;
  return isWhole ? kept(source) : { kind: 'cover', widthPx, heightPx };
}

function proportional(source: Source, width: number, height: number): ImageGeometry {
  if (width > 0 && height > 0) return coverWithin(source, { widthPx: width, heightPx: height });
  const factor = width > 0 ? width / source.widthPx : height / source.heightPx;
  return factor >= 1 ? kept(source) : scaled(source, factor);
}

function likeVylux(source: Source, width: number, height: number): ImageGeometry | null {
  if (width === 0) return null;
  if (height > 0) return { kind: 'cover', widthPx: width, heightPx: height };
  if (!source.isAnimated) return { kind: 'cover', widthPx: width, heightPx: width };
  return scaled(source, Math.min(width / source.widthPx, width / source.heightPx));
}

/** The size that `asked` means for `source`; a side of 0 is an open one. Null for a box that the rule refuses. */
export function decideImageGeometry(source: Source, asked: AskedBox, rule: GeometryRule): ImageGeometry | null {
  const width = asked.widthPx ?? 0;
  const height = asked.heightPx ?? 0;
  if (width === 0 && height === 0) return kept(source);
  return rule === 'vylux' ? likeVylux(source, width, height) : proportional(source, width, height);
}
