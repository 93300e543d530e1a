import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChunkPlan, endsFilm, nextChunk } from './chunk-plan.ts';

const plan: ChunkPlan = { segmentFrames: 30, chunkFrames: 120, expectedFrames: 300 };

/** Runs through a film of `frames` frames and gives the length of every chunk. */
function lengths(of: ChunkPlan, frames: number): number[] {
  const found: number[] = [];
  for (let done = 0; ; done += found.at(-1) ?? 0) {
    const range = nextChunk(of, found.length + 1, done);
    const length = Math.min(range.maxFrames ?? Number.POSITIVE_INFINITY, frames - done);
    found.push(length);
    if (endsFilm(range, length)) return found;
  }
}

describe('nextChunk', () => {
  it('lets the last chunk take in what is shorter than a segment', () => {
    expect(lengths({ ...plan, expectedFrames: 260 }, 260)).toEqual([120, 140]);
  });

  it('needs no empty chunk at the end of a film of whole chunks', () => {
    expect(lengths({ ...plan, expectedFrames: 240 }, 240)).toEqual([120, 120]);
  });

  it('goes on when the film is longer than its header says', () => {
    expect(lengths({ ...plan, expectedFrames: 100 }, 700)).toEqual([240, 240, 220]);
  });

  it('stops when the film is shorter than its header says', () => {
    expect(lengths({ ...plan, expectedFrames: 9000 }, 130)).toEqual([120, 10]);
  });

  it('takes a film without an index in one piece', () => {
    expect(lengths({ ...plan, chunkFrames: null }, 7000)).toEqual([7000]);
  });

  it('covers every frame once, whatever the header says, and begins every chunk at a segment', () => {
    const count = fc.integer({ min: 1, max: 5000 });
    fc.assert(
      fc.property(count, fc.option(count, { nil: null }), (frames, expectedFrames) => {
        const chunks = lengths({ ...plan, expectedFrames }, frames);
        expect(chunks.reduce((sum, length) => sum + length, 0)).toBe(frames);
        expect(chunks.slice(0, -1).every((length) => length % plan.segmentFrames === 0)).toBe(true);
      }),
    );
  });
});
