import type { Report } from '@sluice/contract';
import { escapeMarkup } from './escape-markup.ts';
import { formatBitrate, formatSeconds } from './format-figures.ts';

/** A rendition and its bitrate over time: of each segment begin and length in seconds, bits per second. */
export type BitrateLine = Pick<Report['renditions'][number], 'id' | 'bitrates'>;

/** For screens of usual width, or for those of phones. */
export type ChartShape = 'wide' | 'narrow';

const shapes = {
  wide: { width: 960, height: 380, left: 96, legendColumns: 6, times: 8 },
  narrow: { width: 400, height: 380, left: 82, legendColumns: 2, times: 4 },
} as const;

interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const legendRowHeight = 22;

/** Where the lines are drawn, below the legend. */
function plotOf({ width, height, left, legendColumns }: (typeof shapes)[ChartShape], lines: number): Plot {
  const rows = Math.ceil(lines / legendColumns);
  return { left, right: width - 16, top: 26 + rows * legendRowHeight, bottom: height - 44 };
}

/** More steps than that on one line are not told apart. */
const MAX_STEPS = 240;
/** Light and dark, six of each; the seventh rendition begins anew. */
const colours = [
  ['#1d4ed8', '#7aa2ff'],
  ['#c2410c', '#ff9d5c'],
  ['#047857', '#4fd6a5'],
  ['#7e22ce', '#c89bff'],
  ['#be123c', '#ff8ba3'],
  ['#0e7490', '#5fd0ea'],
] as const;

const style = [
  'text{font:13px system-ui,sans-serif;fill:#334155}',
  '.axis{stroke:#94a3b8;stroke-width:1}',
  '.grid{stroke:#e2e8f0;stroke-width:1}',
  '.line{fill:none;stroke-width:2;stroke-linejoin:round}',
  ...colours.map(([light], index) => `.c${index}{stroke:${light}}`),
  '@media(prefers-color-scheme:dark){text{fill:#cbd5e1}.axis{stroke:#64748b}.grid{stroke:#263348}',
  ...colours.map(([, dark], index) => `.c${index}{stroke:${dark}}`),
  '}',
].join('');

/** The largest of 1, 2, 5 times a power of ten that gives at least three lines below `most`. */
function niceStep(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most / 3));
  return [5, 2, 1].map((factor) => factor * power).find((step) => step <= most / 3) ?? power;
}

/** Marks of the time axis, seconds: at most `most` of whole, readable lengths. */
function timeStep(seconds: number, most: number): number {
  const steps = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
  return steps.find((step) => seconds / step <= most) ?? Math.ceil(seconds / most / 3600) * 3600;
}

/** Neighbouring segments as one, so that no more than {@link MAX_STEPS} are drawn. */
function thin(bitrates: BitrateLine['bitrates']): BitrateLine['bitrates'] {
  const together = Math.ceil(bitrates.length / MAX_STEPS);
  if (together <= 1) return bitrates;
  const groups = Map.groupBy(bitrates.entries(), ([index]) => Math.floor(index / together));
  return [...groups.values()].map((group) => {
    const parts = group.map(([, part]) => part);
    const seconds = parts.reduce((sum, [, length]) => sum + length, 0);
    const bits = parts.reduce((sum, [, length, rate]) => sum + length * rate, 0);
    return [parts[0]?.[0] ?? 0, seconds, seconds === 0 ? 0 : Math.round(bits / seconds)];
  });
}

const marks = (most: number, step: number): readonly number[] =>
  Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, index) => index * step);

interface Scale {
  readonly x: (seconds: number) => string;
  readonly y: (bitsPerSecond: number) => string;
  readonly seconds: number;
  readonly bitsPerSecond: number;
}

function scaleOf(lines: readonly BitrateLine[], plot: Plot): Scale {
  const all = lines.flatMap(({ bitrates }) => bitrates);
  const seconds = Math.max(0.001, ...all.map(([begin, length]) => begin + length));
  const most = Math.max(1000, ...all.map(([, , rate]) => rate));
  const step = niceStep(most);
  const bitsPerSecond = Math.ceil(most / step) * step;
  return {
    ...{ seconds, bitsPerSecond },
    x: (at) => (plot.left + (at / seconds) * (plot.right - plot.left)).toFixed(1),
    y: (rate) => (plot.bottom - (rate / bitsPerSecond) * (plot.bottom - plot.top)).toFixed(1),
  };
}

function axes({ x, y, seconds, bitsPerSecond }: Scale, plot: Plot, mostTimes: number): string {
  const rates = marks(bitsPerSecond, niceStep(bitsPerSecond)).map(
    (rate) =>
      `<line class="grid" x1="${plot.left}" x2="${plot.right}" y1="${y(rate)}" y2="${y(rate)}"/>` +
      `<text x="${plot.left - 8}" y="${y(rate)}" dy="4" text-anchor="end">${formatBitrate(rate)}</text>`,
  );
  const times = marks(seconds, timeStep(seconds, mostTimes)).map(
    (at) =>
      `<line class="axis" x1="${x(at)}" x2="${x(at)}" y1="${plot.bottom}" y2="${plot.bottom + 5}"/>` +
      `<text x="${x(at)}" y="${plot.bottom + 22}" text-anchor="middle">${formatClock(at)}</text>`,
  );
  const base = `<line class="axis" x1="${plot.left}" x2="${plot.right}" y1="${plot.bottom}" y2="${plot.bottom}"/>`;
  return `${rates.join('')}${base}${times.join('')}`;
}

const formatClock = (seconds: number): string => (seconds < 60 ? `${seconds} s` : formatSeconds(seconds));

function drawLine({ bitrates }: BitrateLine, index: number, { x, y }: Scale): string {
  const path = thin(bitrates).map(
    ([begin, length, rate], at) => `${at === 0 ? 'M' : 'L'}${x(begin)} ${y(rate)}H${x(begin + length)}`,
  );
  return path.length === 0 ? '' : `<path class="line c${index % colours.length}" d="${path.join('')}"/>`;
}

function legend(lines: readonly BitrateLine[], plot: Plot, columns: number): string {
  const column = Math.min(160, (plot.right - plot.left) / Math.min(columns, Math.max(1, lines.length)));
  return lines
    .map(({ id }, index) => {
      const left = (plot.left + (index % columns) * column).toFixed(1);
      const y = 18 + Math.floor(index / columns) * legendRowHeight;
      const right = (Number(left) + 18).toFixed(1);
      const stroke = `<line class="line c${index % colours.length}" x1="${left}" x2="${right}" y1="${y}" y2="${y}"/>`;
      return `${stroke}<text x="${(Number(left) + 25).toFixed(1)}" y="${y + 4}">${escapeMarkup(id)}</text>`;
    })
    .join('');
}

/** The bitrates of renditions over time as an SVG document, for light and dark surroundings. It holds no script. */
export function drawBitrates(lines: readonly BitrateLine[], shape: ChartShape): string {
  const { width, height, legendColumns, times } = shapes[shape];
  const plot = plotOf(shapes[shape], lines.length);
  const scale = scaleOf(lines, plot);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>Bitrate over time</title><style>${style}</style>`,
    axes(scale, plot, times),
    ...lines.map((line, index) => drawLine(line, index, scale)),
    legend(lines, plot, legendColumns),
    `<text x="${plot.right}" y="${height - 4}" text-anchor="end">time</text></svg>`,
  ].join('');
}
