import { describe, expect, it } from 'vitest';
import { jobFingerprint } from './job-fingerprint.ts';
import { parseCreateBody } from './parse-create-body.ts';

const fingerprintOf = (body: object): string => jobFingerprint(parseCreateBody(Buffer.from(JSON.stringify(body)), 100));
const movie = { hash: 'movie-2026-04-01', source: 'uploads/sample.mp4' };

describe('jobFingerprint makes the vectors A9 of the Vylux contract', () => {
  it('for a preview, whatever the order of its options', () => {
    const options = { width: 480, start_sec: 1, format: 'webp', fps: 12, duration: 3 };
    const body = { type: 'video:preview', hash: 'preview-sample-001', source: 'uploads/sample.mp4', options };
    expect(fingerprintOf(body)).toBe('6dcb6c00dc12c7c270a27e3a71d059f419a98e055a0a004df653bd42e3380f73');
  });

  it('for a full job with a stage that holds nothing', () => {
    const options = { transcode: { encrypt: true }, preview: { width: 0 }, cover: { timestamp_sec: 1.0 } };
    expect(fingerprintOf({ type: 'video:full', ...movie, options })).toBe(
      '233624cc43362cd8677e100a6a6d3bcd56887ca200bc339ab1a1e89bf346eb3f',
    );
  });

  it.each([{ options: { encrypt: false } }, { options: {} }, { options: null }, {}])(
    'for a transcode with %j',
    (rest) => {
      expect(fingerprintOf({ type: 'video:transcode', ...movie, ...rest })).toBe(
        '468010d35a5616bb318354637c0ecffb28c5457262625cc4e81c266aa69b9f17',
      );
    },
  );

  it('is another one for an object of another provider, and the same for the store of the settings by its name', () => {
    const body = { type: 'video:cover', ...movie };
    expect(fingerprintOf({ ...body, provider: 'source' })).toBe(fingerprintOf(body));
    expect(fingerprintOf({ ...body, provider: 'archive' })).not.toBe(fingerprintOf(body));
  });
});
