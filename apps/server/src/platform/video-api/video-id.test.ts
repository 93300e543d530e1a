import { describe, expect, it } from 'vitest';
import { newVideoId, requireVideoId } from './video-id.ts';

describe('an id of the video API', () => {
  it('has letters and digits alone, and is never the same', () => {
    const ids = Array.from({ length: 200 }, newVideoId);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9]{43,86}$/);
    expect(new Set(ids).size).toBe(200);
    for (const id of ids) expect(requireVideoId(id)).toBe(id);
  });

  it.each([undefined, '', 'a.b', 'a%20b', 'a/b', '😀', 'a'.repeat(256)])('is not %s', (text) => {
    expect(() => requireVideoId(text)).toThrow('Failed to parse ID');
  });
});
