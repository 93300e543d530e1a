import { createHash } from 'node:crypto';
import type { Report, SharedReport } from '@sluice/contract';
import { escapeMarkup as text } from './escape-markup.ts';
import { formatBitrate, formatBytes, formatSeconds } from './format-figures.ts';
import { reportStyle } from './report-style.ts';

const styleDigest = createHash('sha256').update(reportStyle).digest('base64');

/** What the page may do: show pictures of this origin in its own style. No script at all; `data:` is its empty icon. */
export const reportPagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${styleDigest}'`,
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

type Cells = readonly (readonly [label: string, value: string])[];

/** A term and its value, both as text. */
const fact = (label: string, value: string): string => `<div><dt>${text(label)}</dt><dd>${text(value)}</dd></div>`;
const facts = (cells: Cells): string => `<dl>${cells.map(([label, value]) => fact(label, value)).join('')}</dl>`;

/** On narrow screens each cell tells its column itself. */
function table(caption: string, rows: readonly Cells[]): string {
  const head = rows[0]?.map(([label]) => `<th scope="col">${text(label)}</th>`).join('') ?? '';
  const body = rows.map((cells) => {
    const [first, ...others] = cells.map(([label, value], index) => {
      const tag = index === 0 ? 'th scope="row"' : `td data-label="${text(label)}"`;
      return `<${tag}>${text(value)}</${index === 0 ? 'th' : 'td'}>`;
    });
    return `<tr>${first}${others.join('')}</tr>`;
  });
  return `<table><caption>${text(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

const size = ({ width, height }: { width: number; height: number }): string => `${width} × ${height}`;
const frames = (rate: number): string => `${Number(rate.toFixed(2))} fps`;

function sourceSection({ source }: Report): string {
  if (source === null) return '';
  const audio = source.audio_codec === null ? 'none' : `${source.audio_codec}, ${source.audio_channels} ch`;
  return `<section><h2>Source</h2>${facts([
    ['File', source.name],
    ['Container', source.container],
    ['Size', source.size_bytes === null ? 'unknown' : formatBytes(source.size_bytes)],
    ['Duration', source.duration_seconds === null ? 'unknown' : formatSeconds(source.duration_seconds)],
    ['Picture', `${source.video_codec}, ${size(source)}`],
    ['Frame rate', frames(source.frame_rate)],
    ['Sound', audio],
  ])}</section>`;
}

function renditionRow(rendition: Report['renditions'][number]): Cells {
  const { quality } = rendition;
  return [
    ['Rendition', rendition.id],
    ['Codec', rendition.codecs],
    ['Picture', `${size(rendition)}, ${frames(rendition.frame_rate)}`],
    ['Declared', formatBitrate(rendition.declared_bitrate)],
    ['Average', formatBitrate(rendition.average_bitrate)],
    ['Peak', formatBitrate(rendition.peak_bitrate)],
    ['Size', formatBytes(rendition.size_bytes)],
    ['Segments', String(rendition.segment_count)],
    ['SSIM', quality === null ? '–' : `${quality.ssim.toFixed(4)} (worst ${quality.ssim_worst.toFixed(4)})`],
    ['PSNR', quality === null ? '–' : `${quality.psnr_db.toFixed(2)} dB`],
  ];
}

const audioRow = (audio: Report['audio'][number]): Cells => [
  ['Sound', audio.id],
  ['Codec', audio.codecs],
  ['Channels', String(audio.channels)],
  ['Sample rate', `${audio.sample_rate} Hz`],
  ['Average', formatBitrate(audio.average_bitrate)],
  ['Peak', formatBitrate(audio.peak_bitrate)],
  ['Size', formatBytes(audio.size_bytes)],
  ['Segments', String(audio.segment_count)],
];

function qualityNote({ quality }: Report): string {
  const { status, windows, frames: count } = quality;
  if (status === 'measured') {
    const places = windows === 1 ? 'one place' : `${windows} places`;
    return `Quality: ${count} frames of ${places} of the film, luma, each rendition against the source at its own size.`;
  }
  if (status === 'pending') return 'Quality is being measured.';
  return status === 'failed' ? 'Quality could not be measured.' : 'Quality was not measured.';
}

function renditionsSection(report: Report, folder: string): string {
  if (report.renditions.length === 0) return '';
  const narrow = `<source media="(max-width: 760px)" srcset="${folder}/bitrate.svg?shape=narrow" width="400" height="380">`;
  const wide = `<img class="chart" src="${folder}/bitrate.svg" width="960" height="380" alt="Bitrate over time of each rendition">`;
  const chart = `<picture>${narrow}${wide}</picture>`;
  const sound = report.audio.length === 0 ? '' : table('Sound', report.audio.map(audioRow));
  const pictures = table('Renditions', report.renditions.map(renditionRow));
  return `<section><h2>Bitrate over time</h2>${chart}</section><section>${pictures}<p class="note">${text(qualityNote(report))}</p>${sound}</section>`;
}

function workSection({ steps, artifacts, encryption, totals }: Report): string {
  const done = steps.map(({ name, seconds }) => [name, seconds === null ? '–' : formatSeconds(seconds)] as const);
  const kept = artifacts.map(({ kind, format, size_bytes: bytes }) => `${kind} (${format}, ${formatBytes(bytes)})`);
  const made = facts([
    ['Segments', encryption === null ? 'clear' : `encrypted, ${encryption.scheme}`],
    ['Artifacts', kept.length === 0 ? 'none' : kept.join(', ')],
    ['Work', formatSeconds(totals.work_seconds)],
  ]);
  return `<section><h2>Work</h2>${made}</section>${done.length === 0 ? '' : `<section><h2>Time by step</h2>${facts(done)}</section>`}`;
}

function headline({ video, created_at: sharedAt }: SharedReport, folder: string): string {
  const name = video.title ?? video.source?.name ?? 'Video';
  const cover = video.artifacts.some(({ kind }) => kind === 'cover')
    ? `<img class="cover" src="${folder}/cover.jpg" alt="Cover of the video">`
    : '';
  const { totals } = video;
  const summary = facts([
    ['Status', video.status],
    ['Duration', totals.duration_seconds === null ? '–' : formatSeconds(totals.duration_seconds)],
    ['Renditions', String(video.renditions.length)],
    ['Total size', formatBytes(totals.size_bytes)],
  ]);
  const dates = `Made ${day(video.created_at)} · shared ${day(sharedAt)}`;
  return `<header>${cover}<div><p class="eyebrow">Encoding report</p><h1>${text(name)}</h1><p class="note">${text(dates)}</p>${summary}</div></header>`;
}

/** `2026-11-22T14:00:05` as people read it. */
const day = (timestamp: string): string => `${timestamp.slice(0, 16).replace('T', ' ')} UTC`;

/** The report as an HTML document. `folder` is where its pictures are, without a slash at its end. */
export function formatReportPage(shared: SharedReport, folder: string): string {
  const { video } = shared;
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">',
    `<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><title>${text(video.title ?? video.source?.name ?? 'Video')} · report</title>`,
    `<style>${reportStyle}</style></head><body><main>`,
    ...[headline(shared, folder), renditionsSection(video, folder), sourceSection(video), workSection(video)],
    '</main></body></html>',
  ].join('');
}
