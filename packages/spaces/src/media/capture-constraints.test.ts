import { expect, test } from 'vitest';
import { displayMediaConstraints, userMediaConstraints } from './capture-constraints.ts';

const bounds = { width: { ideal: 1280, max: 1280 }, height: { ideal: 720, max: 720 } };

test('camera and microphone are opened unless one of them is named', () => {
  expect(userMediaConstraints({})).toEqual({ audio: true, video: bounds });
  expect(userMediaConstraints({ audio: true })).toEqual({ audio: true, video: false });
  expect(userMediaConstraints({ video: true })).toEqual({ audio: false, video: bounds });
});

test.each([{ deviceId: 'cam' }, { constraints: { deviceId: 'cam' } }])(
  'wishes are added to the bounds: %j',
  (video) => {
    expect(userMediaConstraints({ video })).toEqual({ audio: false, video: { ...bounds, deviceId: 'cam' } });
  },
);

test('a screen comes with its sound, at most at 15 frames per second', () => {
  expect(displayMediaConstraints({})).toEqual({
    audio: true,
    video: {
      width: { ideal: 2560, max: 2560 },
      height: { ideal: 1440, max: 1440 },
      frameRate: { max: 15 },
    },
  });
});
