import { describe, expect, it } from 'vitest';
import { SluiceError } from '../../ports/sluice-error.ts';
import { StageRefused } from '../job/stage-refused.ts';
import { SourceRefused } from '../source/source-refused.ts';
import { explainFailure, maxSentenceLength } from './explain-failure.ts';

function toolFailed(details: Record<string, unknown>): SluiceError {
  return new SluiceError('processing/tool-failed', {
    status: 500,
    message: 'ffmpeg could not process this input.',
    details,
  });
}

describe('explainFailure', () => {
  it.each([
    ['a refused source', new SourceRefused('Send a film.'), /^Send a film\.$/, false],
    ['a refused stage', new StageRefused('prepare_failed', 'Install it.', { retryable: true }), /^Install it\.$/, true],
    ['segments that are gone', storage('object-missing'), /create the job again/, false],
    ['a store that is away', storage('unavailable'), /retry when it works again/, true],
    [
      'a tool that took too long',
      new SluiceError('processing/tool-timeout', { status: 500, message: '' }),
      /longer than this step may/,
      true,
    ],
    ['a tool that was killed', toolFailed({ reason: 'killed' }), /retry the job/, true],
    ['a tool without memory', toolFailed({ reason: 'memory-limit' }), /smaller version/, false],
    [
      'a tool that gave up',
      toolFailed({ reason: 'failed', stderr: 'a\nInvalid data\n' }),
      /gave up on the film \(Invalid data\)\. Play it/,
      false,
    ],
    ['what is no picture', picture('unprocessable', 'undecodable'), /cannot be read as a picture/, false],
    ['a picture that is too large', picture('unprocessable', 'too-many-pixels'), /more pixels than/, false],
    ['an animation for a still format', picture('animated-to-static'), /webp and gif only/, false],
    ['an encoder of pictures that broke', picture('encode-failed'), /retry the job/, true],
    ['a full disk', Object.assign(new Error('write'), { code: 'ENOSPC' }), /free space/, true],
  ])('tells what to do about %s', (_, error, words, retryable) => {
    expect(explainFailure(error)).toMatchObject({ sentence: expect.stringMatching(words), retryable });
  });

  it('tells a missing source from missing segments', () => {
    expect(explainFailure(storage('object-missing'), true)?.sentence).toMatch(/upload it, or correct `source`/);
  });

  it('never passes on a wall of output', () => {
    const stderr = Array.from({ length: 300 }, (_, line) => `line ${line} ${'x'.repeat(500)}`).join('\n');
    expect(explainFailure(toolFailed({ stderr }))?.sentence.length).toBeLessThanOrEqual(maxSentenceLength);
  });

  it('has nothing to say about faults of the program and of other rooms', () => {
    expect(explainFailure(new TypeError('x is undefined'))).toBeNull();
    expect(explainFailure(new SluiceError('jobs/lease-lost', { status: 500, message: '' }))).toBeNull();
  });
});

function picture(what: string, reason = ''): SluiceError {
  return new SluiceError(`image/${what}`, { status: 422, message: '', details: { reason } });
}

function storage(what: string): SluiceError {
  return new SluiceError(`storage/${what}`, { status: 500, message: 'The store did not answer.' });
}
