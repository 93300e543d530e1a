/** How tiles of one size fill an area, in CSS pixels. */
export interface TileLayout {
  readonly columns: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Taller than this a picture of a camera is cut too much, wider too. */
const ratios = { least: 3 / 4, usual: 16 / 9 } as const;

/** The columns that make `count` tiles largest. A narrow area, as of a phone, takes taller tiles. */
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
  return { columns, widthPx, heightPx: Math.floor(Math.min(cell.height, widthPx / ratios.least)) };
}

/** A picture is as large as what of it has the usual form. */
function areaOf({ widthPx, heightPx }: TileLayout): number {
  return widthPx * Math.min(heightPx, widthPx / ratios.usual) + 0.1 * widthPx * heightPx;
}
