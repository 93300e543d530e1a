import { describe, expect, it } from 'vitest';
import { encodeDetail } from './encode-detail.ts';

const state = { framesDone: 450, framesFound: 300, expectedFrames: 900, framesPerSecond: 30, elapsedSeconds: 2 };

describe('encodeDetail', () => {
  it('takes the pace from what this run did and the percent from all', () => {
    expect(encodeDetail(state)).toEqual({ fps: 75, speed: 2.5, stagePercent: 50, etaSeconds: 6 });
  });

  it('says no pace before anything was encoded', () => {
    expect(encodeDetail({ ...state, framesDone: 300 })).toEqual({ stagePercent: 33.33 });
  });

  it('is not done while a film turns out longer than expected', () => {
    expect(encodeDetail({ ...state, framesDone: 950 })).toMatchObject({ stagePercent: 99.9, etaSeconds: 0 });
  });

  it('says the pace alone where the length is unknown', () => {
    expect(encodeDetail({ ...state, expectedFrames: null })).toEqual({ fps: 75, speed: 2.5 });
  });
});
