import { expect, it } from 'vitest';
import { programmeRungs } from './programme-rungs.ts';

it.each([
  [1920, 1080, ['1920x1080', '854x480']],
  [1280, 720, ['1280x720', '854x480']],
  [1080, 1920, ['1080x1920', '480x854']],
  [720, 1280, ['720x1280', '480x854']],
  [1080, 1080, ['1080x1080', '480x480']],
  [720, 720, ['720x720', '480x480']],
])('makes a smaller rung of %i × %i in the same shape', (width, height, expected) => {
  expect(programmeRungs(width, height, 2).map((rung) => `${rung.width}x${rung.height}`)).toEqual(expected);
  expect(programmeRungs(width, height, 1)).toHaveLength(1);
});
