import { describe, expect, it } from 'vitest';
import { displaySize } from './display-size.ts';

const square = { pixelAspect: null, rotationDegrees: 0 };

describe('displaySize', () => {
  it('keeps square pixels', () => {
    expect(displaySize({ ...square, width: 641, height: 361 })).toEqual({ displayWidth: 641, displayHeight: 361 });
  });

  it('stretches PAL wide screen', () => {
    const pixelAspect = { numerator: 64, denominator: 45 };
    expect(displaySize({ ...square, width: 720, height: 576, pixelAspect })).toEqual({
      displayWidth: 1024,
      displayHeight: 576,
    });
  });

  it.each([90, -90, 270, -270])('turns a film on its side at %d degrees', (rotationDegrees) => {
    expect(displaySize({ ...square, width: 1920, height: 1080, rotationDegrees })).toEqual({
      displayWidth: 1080,
      displayHeight: 1920,
    });
  });

  it.each([0, 180, -180, 10])('keeps the sides at %d degrees', (rotationDegrees) => {
    expect(displaySize({ ...square, width: 4, height: 2, rotationDegrees })).toEqual({
      displayWidth: 4,
      displayHeight: 2,
    });
  });

  it('does not believe a damaged pixel aspect', () => {
    const pixelAspect = { numerator: 1, denominator: 65535 };
    expect(displaySize({ ...square, width: 640, height: 360, pixelAspect })).toEqual({
      displayWidth: 640,
      displayHeight: 360,
    });
  });
});
