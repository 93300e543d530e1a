import type { Report } from '@sluice/contract';
import { expect, it } from 'vitest';
import { formatReport } from './format-report.ts';

const rendition = {
  ...{ id: 'r720_h264', codec: 'h264', codecs: 'avc1.64001f', width: 1280, height: 720, frame_rate: 25 },
  ...{ declared_bitrate: 2_500_000, average_bitrate: 2_000_000, peak_bitrate: 3_000_000, duration_seconds: 4 },
  ...{ size_bytes: 1_000_000, segment_count: 2, bitrates: [] },
  quality: { ssim: 0.98, ssim_worst: 0.9, psnr_db: 41.5 },
};
const report: Report = {
  ...{ title: null, type: 'video:transcode', status: 'completed', created_at: '', finished_at: null, audio: [] },
  source: {
    ...{ name: 'film.mkv', container: 'matroska', size_bytes: 1, duration_seconds: 4, video_codec: 'hevc' },
    ...{ audio_codec: null, audio_channels: null, width: 1280, height: 720, frame_rate: 25 },
  },
  renditions: [rendition, { ...rendition, id: 'r240', quality: null }],
  ...{ totals: { size_bytes: 2_000_000, segment_count: 4, duration_seconds: 4, work_seconds: 3 } },
  steps: [{ name: 'video', seconds: 3 }],
  ...{ artifacts: [], encryption: null, quality: { status: 'measured', windows: 1, frames: 10 } },
};

it('a report is a table in a terminal', () => {
  expect(formatReport(report).split('\n')).toEqual([
    'video:transcode: completed',
    'Source: film.mkv, matroska, hevc 1280x720',
    '',
    'rendition  codec        picture   declared  average  peak kbit/s  bytes    SSIM    PSNR dB',
    'r720_h264  avc1.64001f  1280x720  2500      2000     3000         1000000  0.9800  41.50',
    'r240       avc1.64001f  1280x720  2500      2000     3000         1000000  -       -',
    '',
    '2000000 bytes in 4 segments; quality measured',
    '',
    'video  3.00 s',
    '',
  ]);
});
