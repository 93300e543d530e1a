import { JobFailedError } from '@sluice/client';
import { describe, expect, it } from 'vitest';
import { reasonOf } from './process-files.ts';

describe('reasonOf', () => {
  it('finds the words of the stage that failed', () => {
    const stages = { source: { status: 'ready' }, cover: { status: 'failed', error: 'extract cover: no video' } };
    expect(reasonOf(new JobFailedError('j', 'video:full failed: [cover]', { stages }))).toBe('extract cover: no video');
  });

  it.each([null, undefined, {}, { stages: {} }, { stages: { cover: { status: 'failed' } } }])(
    'keeps to the error for %j',
    (results) => {
      expect(reasonOf(new JobFailedError('j', 'it failed', results))).toBe('it failed');
    },
  );
});
