import { describe, expect, it } from 'vitest';
import { decideQueue } from './source-limits.ts';

const limits = { maxBytes: 100, largeBytes: 50 };
const ofSize = (size: number) => async () => ({ size });

describe('decideQueue', () => {
  it.each([
    [49, 'default'],
    [50, 'large'],
    [100, 'large'],
  ])('puts a source of %i bytes into the queue %s', async (size, queue) => {
    expect(await decideQueue('video:full', ofSize(size), limits)).toBe(queue);
  });

  it('refuses a source that is too large, with the limit', async () => {
    await expect(decideQueue('video:transcode', ofSize(101), limits)).rejects.toMatchObject({
      status: 413,
      message: 'source file exceeds MAX_FILE_SIZE (100 bytes)',
    });
  });

  it('refuses a source that is missing', async () => {
    await expect(decideQueue('video:full', async () => null, limits)).rejects.toMatchObject({
      status: 400,
      message: 'source object not found',
    });
  });

  it('accepts a cover unseen', async () => {
    expect(await decideQueue('video:cover', () => Promise.reject(new Error('not asked')), limits)).toBe('default');
  });
});
