import { describe, expect, test } from 'vitest';
import { classifyHlsError, type HlsTrouble } from './classify-hls-error.ts';

const answer = { url: 'https://m.example/v/a/seg_1.m4s', status: 403, denyHeader: 'token_revoked', body: '' };
const segmentError: HlsTrouble = { type: 'networkError', details: 'fragLoadError', isFatal: false, answer };

describe('refusals', () => {
  test.each([400, 401, 403, 429])('%d is told at once, before hls.js has tried every rung', (status) => {
    expect(classifyHlsError({ ...segmentError, answer: { ...answer, status } }).type).toBe('refused');
  });

  test('a missing segment is left to hls.js until it gives up', () => {
    const missing = { ...answer, status: 404, denyHeader: 'not_found' };
    expect(classifyHlsError({ ...segmentError, answer: missing })).toEqual({ type: 'ignore' });
    expect(classifyHlsError({ ...segmentError, isFatal: true, answer: missing })).toMatchObject({
      type: 'refused',
      refusal: { code: 'not_found' },
    });
  });

  test('an edge that cannot check access says so after the last retry', () => {
    const stale = { ...answer, status: 503, denyHeader: 'edge_stale' };
    expect(classifyHlsError({ ...segmentError, answer: stale })).toEqual({ type: 'ignore' });
    expect(classifyHlsError({ ...segmentError, isFatal: true, answer: stale })).toMatchObject({
      refusal: { code: 'edge_stale' },
    });
  });
});

describe('failures', () => {
  const fatal = { isFatal: true, answer: null };
  test.each([
    ['networkError', 'fragLoadTimeOut', 'network', 'network_lost'],
    ['networkError', 'manifestParsingError', 'other', 'playlist_broken'],
    ['networkError', 'levelEmptyError', 'other', 'playlist_broken'],
    ['mediaError', 'bufferAppendError', 'media', 'media_broken'],
    ['mediaError', 'manifestIncompatibleCodecsError', 'other', 'unsupported'],
    ['muxError', 'remuxAllocError', 'other', 'media_broken'],
  ])('%s %s is %s trouble: %s', (type, details, trouble, code) => {
    expect(classifyHlsError({ type, details, ...fatal })).toEqual({ type: 'failed', trouble, code });
  });

  test('a server that breaks is told apart from a lost connection', () => {
    const broken = { ...answer, status: 500, denyHeader: null };
    expect(classifyHlsError({ ...segmentError, isFatal: true, answer: broken })).toMatchObject({
      code: 'server_error',
    });
  });

  test('what hls.js mends itself is ignored', () => {
    expect(
      classifyHlsError({ type: 'mediaError', details: 'bufferStalledError', isFatal: false, answer: null }),
    ).toEqual({
      type: 'ignore',
    });
  });
});
