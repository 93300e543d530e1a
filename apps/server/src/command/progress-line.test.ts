import type { JobView } from '@sluice/contract';
import { describe, expect, it } from 'vitest';
import { formatSeconds, progressLine } from './progress-line.ts';

const job: JobView = {
  job_id: 'j',
  type: 'video:full',
  hash: 'm',
  status: 'processing',
  progress: 25,
  callback_status: 'pending',
  created_at: '',
  updated_at: '',
};

describe('progressLine', () => {
  it('shows stage, percent, frames, speed and what is left', () => {
    const detail = { percent: 25, stage: 'encode', stagePercent: 42.7, fps: 117.6, speed: 3.92, etaSeconds: 25 };
    expect(progressLine({ ...job, progress_detail: detail })).toBe('encoding  42 %  118 fps  3.9×  0:25 left');
  });

  it('shows what is known when little is', () => {
    expect(progressLine(job)).toBe('starting  25 %');
    expect(progressLine({ ...job, status: 'completed' })).toBe('done');
    expect(progressLine({ ...job, status: 'queued' })).toBe('waiting for a worker');
    expect(progressLine({ ...job, progress_detail: { percent: 25, stage: 'publish' } })).toBe('publishing  25 %');
  });
});

it.each([
  [5, '0:05'],
  [65, '1:05'],
  [3723.4, '1:02:03'],
])('formats %d seconds as %s', (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});
