const MEGAPIXEL = 1_000_000;

/**
 * How hard the AVIF encoder tries. Nothing can stop it once it runs, and at sharp's default it needs up to ten seconds
 * for a megapixel: so it tries less the larger the picture is, and no picture holds a thread for longer than about
 * fifteen seconds (docs/reference/benchmarks.md).
 */
export function avifEffort(pixels: number): number {
  if (pixels <= MEGAPIXEL / 2) return 4;
  return pixels <= 4 * MEGAPIXEL ? 2 : 0;
}
