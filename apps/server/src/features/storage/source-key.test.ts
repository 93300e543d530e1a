import { describe, expect, it } from 'vitest';
import { parseSourceKey } from './source-key.ts';

describe('parseSourceKey', () => {
  it('gives one key for raw and escaped slashes', () => {
    expect(parseSourceKey('uploads/a%20b.mp4')).toBe('uploads/a b.mp4');
    expect(parseSourceKey('uploads%2Fa%20b.mp4')).toBe('uploads/a b.mp4');
  });

  it('decodes once', () => {
    expect(parseSourceKey('100%2525.mp4')).toBe('100%25.mp4');
  });

  it.each(['%', '%zz', '%ff'])('refuses %s', (raw) => {
    expect(() => parseSourceKey(raw)).toThrow('percent-encoded');
  });
});
