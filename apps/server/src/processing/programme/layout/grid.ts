import type { Rectangle } from '../picture/yuv-picture.ts';

/** Down to even, as 4:2:0 halves both sides. */
const even = (length: number): number => Math.floor(length / 2) * 2;

const columnsFor = (count: number, columns: number) => {
  const rows = Math.ceil(count / columns);
  return { columns, rows };
};

/** Cells of one shape (width through height) side by side in the middle of `area`, as large as they can be. */
export function gridOf(count: number, area: Rectangle, shape: number, gap: number): Rectangle[] {
  const options = Array.from({ length: count }, (_, index) => columnsFor(count, index + 1)).map((option) => {
    const widest = (area.width - gap * (option.columns + 1)) / option.columns;
    const highest = (area.height - gap * (option.rows + 1)) / option.rows;
    const width = even(Math.max(2, Math.min(widest, highest * shape)));
    return { ...option, width, height: even(Math.max(2, width / shape)) };
  });
  const best = options.reduce(
    (a, b) => (b.width > a.width ? b : a),
    options[0] ?? { columns: 1, rows: 1, width: 2, height: 2 },
  );
  const top = area.y + (area.height - best.rows * best.height - (best.rows - 1) * gap) / 2;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / best.columns);
    const inRow = Math.min(best.columns, count - row * best.columns);
    const left = area.x + (area.width - inRow * best.width - (inRow - 1) * gap) / 2;
    return {
      x: even(left + (index % best.columns) * (best.width + gap)),
      y: even(top + row * (best.height + gap)),
      width: best.width,
      height: best.height,
    };
  });
}

/** Cells that fill `area` without anything between them; those of a last row that is not full are wider. */
export function fullGridOf(count: number, area: Rectangle): Rectangle[] {
  const columns = Math.max(1, Math.round(Math.sqrt((count * area.width) / area.height)));
  const rows = Math.ceil(count / columns);
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = Math.min(columns, count - row * columns);
    const edge = (length: number, part: number, parts: number) => even((length * part) / parts);
    const [left, right] = [0, 1].map((more) => edge(area.width, (index % columns) + more, inRow)) as [number, number];
    const [top, bottom] = [0, 1].map((more) => edge(area.height, row + more, rows)) as [number, number];
    return { x: area.x + left, y: area.y + top, width: right - left, height: bottom - top };
  });
}
