import { describe, expect, it } from 'vitest';
import { type ImageRequest, planImage, type SourcePicture } from './plan-image.ts';

const limits = { maxPixels: 1_000_000, maxFrames: 200, maxOutputPx: 2000 };
const photo: SourcePicture = { format: 'jpeg', widthPx: 400, heightPx: 300, pages: 1 };
const animation: SourcePicture = { format: 'gif', widthPx: 40, heightPx: 30, pages: 5 };
const webp: ImageRequest = { widthPx: null, heightPx: null, format: 'webp' };

const outcome = (source: SourcePicture, request: ImageRequest, rule: 'proportional' | 'vylux' = 'proportional') => {
  const plan = planImage(source, request, rule, limits);
  return plan.ok ? plan.frames : plan.reason;
};

describe('planImage', () => {
  it.each(['gif', 'webp'])(
    'keeps every frame of an animated %s in WebP and GIF, and makes nothing else of it',
    (format) => {
      expect(outcome({ ...animation, format }, webp)).toBe(5);
      expect(outcome({ ...animation, format }, { ...webp, format: 'gif' })).toBe(5);
      for (const other of ['jpg', 'png', 'avif'] as const) {
        expect(outcome({ ...animation, format }, { ...webp, format: other })).toBe('animated-to-static');
      }
    },
  );

  it('takes the first page of any other source', () => {
    expect(outcome({ ...photo, format: 'tiff', pages: 3 }, { ...webp, format: 'jpg' })).toBe(1);
  });

  it('takes 200 frames and refuses 201', () => {
    expect(outcome({ ...animation, pages: 200 }, webp)).toBe(200);
    expect(outcome({ ...animation, pages: 201 }, webp)).toBe('too-many-frames');
    expect(outcome({ ...photo, format: 'tiff', pages: 201 }, webp)).toBe('too-many-frames');
  });

  it('counts the pixels of all frames', () => {
    expect(outcome({ ...photo, widthPx: 1000, heightPx: 1000 }, webp)).toBe(1);
    expect(outcome({ ...photo, widthPx: 1000, heightPx: 1001 }, webp)).toBe('too-many-pixels');
    expect(outcome({ ...animation, widthPx: 100, heightPx: 100, pages: 101 }, webp)).toBe('too-many-pixels');
  });

  it('refuses sides beyond the limit, whether asked for or kept', () => {
    expect(outcome(photo, { ...webp, widthPx: 2000, heightPx: 1 }, 'vylux')).toBe(1);
    expect(outcome(photo, { ...webp, widthPx: 2001, heightPx: 1 }, 'vylux')).toBe('bad-geometry');
    expect(outcome(photo, { ...webp, widthPx: 2001 })).toBe(1);
    expect(outcome({ ...photo, widthPx: 2001, heightPx: 1 }, webp)).toBe('bad-geometry');
  });

  it('refuses to enlarge into more pixels than it would read', () => {
    expect(outcome(animation, { ...webp, widthPx: 1999, heightPx: 1999 }, 'vylux')).toBe('bad-geometry');
  });

  it('tells of frames, then geometry, then the format (Vylux contract §4.2)', () => {
    const request = { ...webp, heightPx: 10, format: 'png' } as const;
    expect(outcome({ ...animation, pages: 201 }, request, 'vylux')).toBe('too-many-frames');
    expect(outcome(animation, request, 'vylux')).toBe('bad-geometry');
    expect(outcome(animation, { ...request, widthPx: 10 }, 'vylux')).toBe('animated-to-static');
  });
});
