import { describe, expect, test } from 'vitest';
import type { ProcessExit } from '../../../platform/process-runner.ts';
import { explainExit } from './explain-exit.ts';

const run = { tool: 'ffmpeg', limits: { seconds: 5, memoryBytes: 1, fileBytes: 1 } } as const;
const exit = (part: Partial<ProcessExit>): ProcessExit => ({
  code: 1,
  signal: null,
  stderr: '',
  endedBy: 'itself',
  ...part,
});

describe('the end of a run', () => {
  test('is no failure at status 0', () => {
    expect(explainExit(run, exit({ code: 0 }))).toBeNull();
  });

  test('is a time-out when the clock ended it', () => {
    expect(explainExit(run, exit({ endedBy: 'timeout' }))).toMatchObject({ code: 'processing/tool-timeout' });
  });

  test.each([
    [{ code: 153 }, 'file-limit'],
    [{ code: null, signal: 'SIGXFSZ' }, 'file-limit'],
    [{ code: 152 }, 'cpu-limit'],
    [{ code: 137 }, 'killed'],
    [{ stderr: 'x: Cannot allocate memory' }, 'memory-limit'],
    [{ stderr: 'x: Invalid data found' }, 'failed'],
  ] as const)('%j reads as %s', (part, reason) => {
    expect(explainExit(run, exit(part))).toMatchObject({ code: 'processing/tool-failed', details: { reason } });
  });
});
