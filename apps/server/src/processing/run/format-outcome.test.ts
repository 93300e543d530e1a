import type { Presentation } from '@sluice/media';
import { describe, expect, it } from 'vitest';
import type { FilmRequest } from '../../ports/film-job.ts';
import type { FailedStage, StageErrorCode } from '../job/stage.ts';
import { formatOutcome } from './format-outcome.ts';
import type { JobReport } from './job-report.ts';

const preview = { durationSec: 3, width: 480, fps: 10, format: 'webp' } as const;
const fullRequest: FilmRequest = {
  ...{ jobId: 'j', hash: 'lesson-13', source: 's', provider: null, type: 'video:full' },
  options: { cover: {}, preview, transcode: { encrypt: false } },
};

const presentation: Presentation = {
  version: 1,
  durationSeconds: 8,
  encryption: null,
  video: [
    {
      ...{ id: 'r240_h264', codec: 'h264', codecs: 'avc1.64000d', width: 320, height: 180 },
      ...{ frameRate: { numerator: 25, denominator: 1 }, timescale: 25_000, path: 'video/r240_h264' },
      nominalBitrate: 200_000,
      segments: [
        { durationTicks: 150_000, bytes: 1000 },
        { durationTicks: 50_000, bytes: 500 },
      ],
    },
  ],
  audio: [],
};

const source = { status: 'ready', value: null } as const;
const cover = {
  status: 'ready',
  value: { key: 'videos/le/lesson-13/cover.jpg', format: 'jpg', size: 61_200 },
} as const;
const webp = {
  status: 'ready',
  value: { key: 'videos/le/lesson-13/preview.webp', format: 'webp', size: 402_118 },
} as const;
const ready: JobReport = { source, cover, preview: webp, transcode: { status: 'ready', value: presentation } };

function failed(code: StageErrorCode, retryable = true): FailedStage {
  return { status: 'failed', code, error: 'it: says why.', retryable };
}

const base = 'videos/le/lesson-13';

describe('formatOutcome of video:full', () => {
  it('is what the contract shows for a silent film in the clear', () => {
    expect(formatOutcome(fullRequest, ready, 'https://x').results).toEqual({
      stages: {
        source: { status: 'ready' },
        cover: { status: 'ready' },
        preview: { status: 'ready' },
        transcode: { status: 'ready' },
      },
      artifacts: {
        cover: cover.value,
        preview: webp.value,
        transcode: {
          streaming: { protocol: 'hls', container: 'cmaf', encrypted: false, master_playlist: `${base}/master.m3u8` },
          video_tracks: [
            {
              ...{ id: 'r240_h264', codec: 'h264', width: 320, height: 180, bitrate: 200_000 },
              playlist: `${base}/video/r240_h264/playlist.m3u8`,
              init: `${base}/video/r240_h264/init.mp4`,
              segment_count: 2,
            },
          ],
          uploaded_keys: [
            `${base}/master.m3u8`,
            ...['init.mp4', 'playlist.m3u8', 'seg_1.m4s', 'seg_2.m4s'].map((name) => `${base}/video/r240_h264/${name}`),
          ],
        },
      },
      retry_plan: { allowed: false, strategy: 'none' },
    });
  });

  it.each<[string, Partial<JobReport>, string, object]>([
    [
      'the source',
      { source: failed('download_failed') },
      'video:full failed: [source]',
      { strategy: 'retry_job', job_types: ['video:full'], stages: ['source'], reason: 'source download failed' },
    ],
    [
      'cover and preview',
      { cover: failed('extract_failed'), preview: failed('generate_failed') },
      'video:full failed: [cover preview]',
      {
        strategy: 'retry_tasks',
        job_types: ['video:cover', 'video:preview', 'video:transcode'],
        stages: ['cover', 'preview', 'transcode'],
        reason: 'cover/preview stage failed',
      },
    ],
    ...(
      [
        ['prepare_failed', 'transcode preparation failed'],
        ['encryption_setup_failed', 'transcode stage failed'],
        ['transcode_failed', 'transcode stage failed'],
        ['upload_failed', 'transcode upload failed'],
      ] as const
    ).map(([code, reason]): [string, Partial<JobReport>, string, object] => [
      code,
      { transcode: failed(code) },
      'video:full failed: [transcode]',
      { strategy: 'retry_tasks', job_types: ['video:transcode'], stages: ['transcode'], reason },
    ]),
  ])('plans the retry when it fails by %s', (_, part, error, plan) => {
    const outcome = formatOutcome(fullRequest, { ...ready, ...part }, 'https://x');
    expect(outcome).toMatchObject({ status: 'failed', error, results: { retry_plan: { allowed: true, ...plan } } });
  });

  it('may be tried again only if every failure may', () => {
    const outcome = formatOutcome(
      fullRequest,
      { ...ready, cover: failed('extract_failed', true), preview: failed('generate_failed', false) },
      'https://x',
    );
    expect(outcome).toMatchObject({ retryable: false });
  });
});

describe('formatOutcome of a job with one stage', () => {
  const only = { source, cover: null, preview: null, transcode: null };

  it('gives the artifact itself', () => {
    const request: FilmRequest = { ...fullRequest, type: 'video:cover', options: {} };
    expect(formatOutcome(request, { ...only, cover }, '')).toEqual({
      status: 'completed',
      results: cover.value,
      presentation: null,
    });
  });

  it('gives the error and no results', () => {
    const request: FilmRequest = { ...fullRequest, type: 'video:preview', options: preview };
    const outcome = formatOutcome(request, { ...only, preview: failed('generate_failed') }, '');
    expect(outcome).toEqual({ status: 'failed', error: 'it: says why.', results: null, retryable: true });
  });

  it('names where players get the key of an encrypted stream', () => {
    const request: FilmRequest = { ...fullRequest, type: 'video:transcode', options: { encrypt: true } };
    const encrypted = { ...presentation, encryption: { scheme: 'aes-128', kid: 'ab' } as const };
    const outcome = formatOutcome(request, { ...only, transcode: { status: 'ready', value: encrypted } }, 'https://x');
    expect(outcome).toMatchObject({
      results: {
        streaming: { encrypted: true },
        encryption: { scheme: 'aes-128', kid: 'ab', key_endpoint: 'https://x/api/key/lesson-13' },
      },
      presentation: encrypted,
    });
  });
});
