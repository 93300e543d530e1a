import sharp from 'sharp';

/**
 * The decoders that may see a source. Everything else that libvips can load stays blocked: SVG and PDF are programs,
 * the loaders of raw, FITS, EXR, OpenSlide and ImageMagick formats are large and seldom looked after.
 */
const DECODERS = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif', 'Tiff'].flatMap((name) => [
  `VipsForeignLoad${name}Buffer`,
  `VipsForeignLoad${name}File`,
]);

/**
 * sharp as we use it, for the whole process: one thread for each picture, because many pictures at once keep the cores
 * busy with less memory and less work than one picture on many threads; no cache, because no source comes twice.
 */
export function openSharp(): typeof sharp {
  sharp.concurrency(1);
  sharp.cache(false);
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: DECODERS });
  return sharp;
}
