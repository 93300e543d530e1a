import type { Report } from '@sluice/contract';

/** Rows as columns of equal width, two spaces apart. */
function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

const kilobits = (bitsPerSecond: number): string => String(Math.round(bitsPerSecond / 1000));

function renditionRow(rendition: Report['renditions'][number]): readonly string[] {
  const { id, codecs, width, height, declared_bitrate, average_bitrate, peak_bitrate, size_bytes, quality } = rendition;
  return [
    ...[id, codecs, `${width}x${height}`, kilobits(declared_bitrate), kilobits(average_bitrate)],
    ...[kilobits(peak_bitrate), String(size_bytes)],
    ...[quality?.ssim.toFixed(4) ?? '-', quality?.psnr_db.toFixed(2) ?? '-'],
  ];
}

const head = ['rendition', 'codec', 'picture', 'declared', 'average', 'peak kbit/s', 'bytes', 'SSIM', 'PSNR dB'];

/** A report for a terminal. */
export function formatReport({ type, status, source, renditions, steps, totals, quality }: Report): string {
  const film =
    source === null
      ? []
      : [`Source: ${source.name}, ${source.container}, ${source.video_codec} ${source.width}x${source.height}`];
  const table = renditions.length === 0 ? [] : ['', ...columns([head, ...renditions.map(renditionRow)])];
  const times = steps.map(({ name, seconds }) => [name, seconds === null ? '-' : `${seconds.toFixed(2)} s`]);
  const sum = `${totals.size_bytes} bytes in ${totals.segment_count} segments; quality ${quality.status}`;
  return `${[`${type}: ${status}`, ...film, ...table, '', sum, '', ...columns(times)].join('\n')}\n`;
}
