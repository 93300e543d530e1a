import { describe, expect, it } from 'vitest';
import { firstSampleOf, nextBeat } from './programme-clock.ts';

const facts = { elapsedMs: 0, framesDone: 0, frameRate: 25, hasRoom: true };

describe('nextBeat', () => {
  it('has a frame made when it is due, and waits for the next one', () => {
    expect(nextBeat(facts)).toEqual({ kind: 'frame' });
    expect(nextBeat({ ...facts, framesDone: 1, elapsedMs: 15 })).toEqual({ kind: 'wait', ms: 25 });
  });

  it('makes up for frames that are late', () => {
    expect(nextBeat({ ...facts, framesDone: 10, elapsedMs: 1000 })).toEqual({ kind: 'frame' });
  });

  it('waits for an encoder that is behind, and cuts the programme when it is far behind', () => {
    const full = { ...facts, hasRoom: false };
    expect(nextBeat({ ...full, elapsedMs: 3000 }).kind).toBe('wait');
    expect(nextBeat({ ...full, elapsedMs: 5000 })).toEqual({ kind: 'skip', ms: 5000 });
  });
});

it('gives every frame its share of the samples, at any rate', () => {
  expect(firstSampleOf(3, 25, 48_000)).toBe(5760);
  expect(firstSampleOf(7000, 7, 48_000)).toBe(48_000_000);
});
