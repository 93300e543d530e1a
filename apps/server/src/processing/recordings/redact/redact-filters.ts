import type { PlacedRegion } from './place-regions.ts';

/** Between two pictures, so that none is lost to the rounding of its time. */
const HALF_TICK_SEC = 0.0005;
/** Smaller blocks would leave letters of a usual size apart. */
const MIN_BLOCK_PX = 16;
/** The most that the filter takes. */
const MAX_BLOCK_PX = 1024;

const number = (value: number): string => String(Number(value.toFixed(6)));

/** When the region is hidden, as an expression on the time of a picture. */
function during({ fromSec, toSec }: PlacedRegion): string {
  const begins = `gte(t,${number(fromSec - HALF_TICK_SEC)})`;
  const lasts = toSec === null ? '' : `*lt(t,${number(toSec - HALF_TICK_SEC)})`;
  return `enable='${begins}${lasts}'`;
}

/** Side of the squares that a blur leaves of a region: six along its longer side at strength 1, two at strength 10. */
export function blurBlock(region: Pick<PlacedRegion, 'width' | 'height'>, strength: number): number {
  const wanted = Math.ceil(Math.max(region.width, region.height) / (7 - Math.ceil(strength / 2)));
  return Math.min(MAX_BLOCK_PX, Math.max(MIN_BLOCK_PX, wanted));
}

function blurSteps(region: PlacedRegion, strength: number, index: number): string[] {
  const { x, y, width, height } = region;
  const block = blurBlock(region, strength);
  const time = during(region);
  const hide = [
    `crop=${width}:${height}:${x}:${y}`,
    `pixelize=w=${Math.min(block, width)}:h=${Math.min(block, height)}:mode=avg:${time}`,
    `gblur=sigma=${number(block / 2)}:steps=2:${time}`,
  ];
  return [
    `[shown${index}]split[kept${index}][taken${index}]`,
    `[taken${index}]${hide.join(',')}[hidden${index}]`,
    `[kept${index}][hidden${index}]overlay=x=${x}:y=${y}:${time}[shown${index + 1}]`,
  ];
}

function boxStep(region: PlacedRegion, color: string, index: number): string {
  const { x, y, width, height } = region;
  const box = `drawbox=x=${x}:y=${y}:w=${width}:h=${height}:color=0x${color}:t=fill:${during(region)}`;
  return `[shown${index}]${box}[shown${index + 1}]`;
}

/** Steps of a filter graph from `[shown0]` to `[shownN]`, N being the number of regions. Numbers are all it is made of. */
export function redactFilters(regions: readonly PlacedRegion[]): string[] {
  return regions.flatMap((region, index) =>
    region.effect.kind === 'blur'
      ? blurSteps(region, region.effect.strength, index)
      : [boxStep(region, region.effect.color, index)],
  );
}
