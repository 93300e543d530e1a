/** How tiles of one size fill an area, in CSS pixels. */
export interface TileLayout {
  readonly columns: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Width over height. A camera's picture that fills a taller tile is cut, which only a phone is worth. */
const ratios = { usual: 16 / 9, leastWhenWide: 4 / 3, leastWhenTall: 5 / 8 } as const;

/** The columns that make `count` tiles largest. An area that is taller than wide, as of a phone, takes taller tiles. */
export function layOutTiles(count: number, areaWidthPx: number, areaHeightPx: number, gapPx: number): TileLayout {
  const layouts = Array.from({ length: Math.max(count, 1) }, (_, index) =>
    layOutColumns(index + 1, Math.max(count, 1), areaWidthPx, areaHeightPx, gapPx),
  );
  return layouts.reduce((best, next) => (areaOf(next) > areaOf(best) ? next : best));
}

function layOutColumns(
  columns: number,
  count: number,
  areaWidthPx: number,
  areaHeightPx: number,
  gapPx: number,
): TileLayout {
  const rows = Math.ceil(count / columns);
  const cell = {
    width: Math.max(0, (areaWidthPx - gapPx * (columns - 1)) / columns),
    height: Math.max(0, (areaHeightPx - gapPx * (rows - 1)) / rows),
  };
  const widthPx = Math.floor(Math.min(cell.width, cell.height * ratios.usual));
  const least = areaWidthPx > areaHeightPx ? ratios.leastWhenWide : ratios.leastWhenTall;
  return { columns, widthPx, heightPx: Math.floor(Math.min(cell.height, widthPx / least)) };
}

const areaOf = ({ widthPx, heightPx }: TileLayout): number => widthPx * heightPx;
