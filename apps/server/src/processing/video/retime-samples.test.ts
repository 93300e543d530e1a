import type { Sample } from '@sluice/media';
import { describe, expect, it } from 'vitest';
import { retimeSamples } from './retime-samples.ts';

const timing = {
  decodeTimeTicks: 0,
  mediaTimeTicks: 200,
  framesBefore: 0,
  ticksPerFrame: 100,
  presentationStartTicks: 0,
};

/** I P B B as x264 writes them: two frames of delay. */
function sample(compositionOffsetTicks: number, isSync = false): Sample {
  return { durationTicks: 100, compositionOffsetTicks, isSync, bytes: new Uint8Array(1) };
}
const groupOfPictures = [sample(200, true), sample(400), sample(100), sample(100)];

describe('retimeSamples', () => {
  it('takes the delay of the encoder out, so the first frame is shown at the start', () => {
    const offsets = retimeSamples(groupOfPictures, timing).map((one) => one.compositionOffsetTicks);
    expect(offsets).toEqual([0, 200, -100, -100]);
  });

  it("puts a delay of its own in the place of the encoder's", () => {
    const shifted = retimeSamples(groupOfPictures, { ...timing, presentationStartTicks: 100 });
    expect(shifted.map((one) => one.compositionOffsetTicks)).toEqual([100, 300, 0, 0]);
  });

  it('gives a later fragment the same offsets', () => {
    const later = { ...timing, decodeTimeTicks: 400, framesBefore: 4 };
    expect(retimeSamples(groupOfPictures, later)).toEqual(retimeSamples(groupOfPictures, timing));
  });

  it('joins a short chunk that needed no delay', () => {
    const [only] = retimeSamples([sample(0, true)], { ...timing, mediaTimeTicks: 0 });
    expect(only).toMatchObject({ durationTicks: 100, compositionOffsetTicks: 0 });
  });

  it('gives every sample the length of one frame, also the last, whose length the encoder guessed', () => {
    const guessed = [...groupOfPictures.slice(0, 3), { ...sample(100), durationTicks: 1 }];
    expect(retimeSamples(guessed, timing).map((one) => one.durationTicks)).toEqual([100, 100, 100, 100]);
  });

  it('refuses a lost, a doubled and a late frame', () => {
    expect(() => retimeSamples([sample(200, true), sample(300)], timing)).toThrow(/Frame 1/);
    expect(() => retimeSamples([sample(200, true), sample(100)], timing)).toThrow(/Frame 1/);
    expect(() => retimeSamples(groupOfPictures, { ...timing, framesBefore: 1 })).toThrow(/Frame 1/);
  });

  it('refuses a segment that cannot be decoded from its beginning', () => {
    expect(() => retimeSamples([sample(200)], timing)).toThrow(/key frame/);
  });
});
