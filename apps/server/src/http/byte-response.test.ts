import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideByteResponse } from './byte-response.ts';

const object = { size: 100, etag: 'e1', lastModified: new Date('2026-01-01T00:00:00.500Z') };

describe('decideByteResponse', () => {
  it.each([
    ['bytes=0-9', 0, 9],
    ['bytes=90-', 90, 99],
    ['bytes=90-1000', 90, 99],
    ['bytes=-10', 90, 99],
    ['bytes=-1000', 0, 99],
    ['BYTES=5-5', 5, 5],
  ])('answers %s with its range', (range, first, last) => {
    expect(decideByteResponse({ range }, object)).toEqual({
      status: 206,
      range: { first, last },
      length: last - first + 1,
      contentRange: `bytes ${first}-${last}/100`,
    });
  });

  it.each(['bytes=100-', 'bytes=-0', 'bytes=5000-6000'])('cannot satisfy %s', (range) => {
    expect(decideByteResponse({ range }, object)).toEqual({ status: 416, contentRange: 'bytes */100' });
  });

  it.each(['bytes=0-1,5-6', 'bytes=9-5', 'bytes=-', 'bytes=a-b', 'pages=1-2', 'bytes 0-1'])(
    'sends all for %s',
    (range) => {
      expect(decideByteResponse({ range }, object)).toMatchObject({ status: 200, length: 100 });
    },
  );

  it.each(['"e1"', 'W/"e1"', '"x", "e1"', '*'])('is unchanged for If-None-Match %s', (tags) => {
    expect(decideByteResponse({ 'if-none-match': tags, range: 'bytes=0-1' }, object).status).toBe(304);
  });

  it('ignores If-Modified-Since next to If-None-Match', () => {
    const since = 'Thu, 01 Jan 2026 00:00:00 GMT';
    expect(decideByteResponse({ 'if-modified-since': since }, object).status).toBe(304);
    expect(decideByteResponse({ 'if-modified-since': since, 'if-none-match': '"x"' }, object).status).toBe(200);
  });

  it.each([
    ['"e1"', 206],
    ['"x"', 200],
    ['W/"e1"', 200],
    ['Thu, 01 Jan 2026 00:00:00 GMT', 206],
    ['Thu, 01 Jan 2026 00:00:01 GMT', 200],
    ['nonsense', 200],
  ])('with If-Range %s answers %i', (condition, status) => {
    expect(decideByteResponse({ range: 'bytes=0-1', 'if-range': condition }, object).status).toBe(status);
  });

  it.each([
    ['if-match', '"e1"', 200],
    ['if-match', '"x", "e1"', 200],
    ['if-match', '*', 200],
    ['if-match', '"x"', 412],
    ['if-match', 'W/"e1"', 412],
    ['if-unmodified-since', 'Thu, 01 Jan 2026 00:00:00 GMT', 200],
    ['if-unmodified-since', 'Wed, 31 Dec 2025 23:59:59 GMT', 412],
    ['if-unmodified-since', 'nonsense', 200],
  ])('with %s: %s answers %i', (name, condition, status) => {
    expect(decideByteResponse({ [name]: condition }, object).status).toBe(status);
  });

  it('gives no range where all of it is answered', () => {
    expect(decideByteResponse({ range: 'bytes=0-1' }, object, true).status).toBe(200);
  });

  it('never leaves the object, whatever the header', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.nat(), fc.nat({ max: 1000 }), (junk, a, b, size) => {
        for (const range of [junk, `bytes=${a}-${b}`, `bytes=-${a}`, `bytes=${a}-`]) {
          const answer = decideByteResponse({ range }, { size, etag: 'e' });
          if (answer.status !== 206 || answer.range === undefined) continue;
          expect(answer.range.first).toBeGreaterThanOrEqual(0);
          expect(answer.range.last).toBeLessThan(size);
          expect(answer.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});
