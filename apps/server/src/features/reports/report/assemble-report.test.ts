import { describe, expect, it } from 'vitest';
import { assembleReport } from './assemble-report.ts';
import type { JobFacts } from './job-facts.ts';

const at = (seconds: number): Date => new Date(Date.UTC(2026, 0, 2, 3, 4, seconds));
const rate = { numerator: 30_000, denominator: 1001 };
const segments = [
  { durationTicks: 6000, bytes: 3_000_000 },
  { durationTicks: 3000, bytes: 750_000 },
];
const rendition = { codecs: 'avc1.64001f', timescale: 1000, nominalBitrate: 2_500_000, segments };
const facts: JobFacts = {
  job: {
    ...{ type: 'video:transcode', status: 'completed', source: 'users/u/a/film.mkv', title: 'Film' },
    ...{ source_bytes: null, created_at: at(0) },
  },
  source: {
    ...{ demuxer: 'matroska', durationSeconds: 9.0004, timeline: { frameRate: rate }, bytes: 5_000_000 },
    ...{ video: { codec: 'hevc', displayWidth: 1280, displayHeight: 720 }, audio: null },
  },
  stream: {
    ...{ durationSeconds: 9, encryption: { scheme: 'cbcs', kid: 'ab' }, audio: [] },
    video: [{ ...rendition, id: 'r720_h264', codec: 'h264', width: 1280, height: 720, frameRate: rate }],
  },
  quality: {
    ...{ status: 'measured', windows: 1, frames: 12 },
    renditions: [{ id: 'r720_h264', ssim: 0.98, ssimWorst: 0.9, psnrDb: 41.5 }],
  },
  cover: { format: 'jpg', size: 1000 },
  preview: null,
  steps: [
    { name: 'probe', tookMs: 40, recordedAt: at(1) },
    { name: 'video chunk 0001', tookMs: 2000, recordedAt: at(3) },
    { name: 'video chunk 0002', tookMs: 1000, recordedAt: at(4) },
    { name: 'stream', tookMs: null, recordedAt: at(5) },
    { name: 'quality', tookMs: null, recordedAt: at(6) },
  ],
};

describe('a report', () => {
  const report = assembleReport(facts);

  it('measures renditions by what their segments weigh', () => {
    expect(report.renditions).toMatchObject([
      {
        ...{ declared_bitrate: 2_500_000, average_bitrate: 3_333_334, peak_bitrate: 4_000_000 },
        ...{ size_bytes: 3_750_000, segment_count: 2, duration_seconds: 9, frame_rate: 29.97 },
        quality: { ssim: 0.98, ssim_worst: 0.9, psnr_db: 41.5 },
        bitrates: [
          [0, 6, 4_000_000],
          [6, 3, 2_000_000],
        ],
      },
    ]);
  });

  it('names the source without the path that leads to it', () => {
    expect(report.source).toMatchObject({ name: 'film.mkv', container: 'matroska', size_bytes: 5_000_000 });
    expect(JSON.stringify(report)).not.toContain('users/');
  });

  it('adds up what was stored and how long it took, chunks as one', () => {
    expect(report.totals).toEqual({ size_bytes: 3_751_000, segment_count: 2, duration_seconds: 9, work_seconds: 3.04 });
    expect(report.steps).toEqual([
      { name: 'probe', seconds: 0.04 },
      { name: 'video', seconds: 3 },
      { name: 'quality', seconds: null },
    ]);
    expect(report.finished_at).toBe('2026-01-02T03:04:06');
  });

  it('tells the scheme of encryption and no key', () => {
    expect(report.encryption).toEqual({ scheme: 'cbcs' });
  });

  it.each([
    ['processing', null, 'pending'],
    ['completed', null, 'off'],
    ['completed', { status: 'failed' } as const, 'failed'],
  ])('of a %s job tells quality %j as %s', (status, quality, expected) => {
    const job = { ...facts.job, status: status as 'processing' | 'completed' };
    expect(assembleReport({ ...facts, job, quality }).quality).toEqual({ status: expected, windows: 0, frames: 0 });
  });

  it('of a job that has only begun is there as well', () => {
    const begun = { ...facts, source: null, stream: null, quality: null, cover: null, steps: [] };
    const told = assembleReport({ ...begun, job: { ...facts.job, status: 'queued' } });
    expect(told).toMatchObject({ source: null, renditions: [], finished_at: null, totals: { duration_seconds: null } });
  });
});
