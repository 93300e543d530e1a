import fc from 'fast-check';
import { expect, it } from 'vitest';
import { commonDigits, recordingOf } from './find-recordings.ts';

const query = (startSeconds: number, endSeconds: number) => ({
  ...{ devices: new Set(['front_door']), startSeconds, endSeconds },
});

it('the digits that a listing begins with are those of every second in between', () => {
  const second = fc.integer({ min: 0, max: 9_999_999_999 });
  fc.assert(
    fc.property(second, second, second, (...given) => {
      const [first = 0, between = 0, last = 0] = given.toSorted((one, other) => one - other);
      expect(String(between).startsWith(commonDigits(query(first, last)))).toBe(true);
    }),
  );
  expect(commonDigits(query(1_776_427_171, 1_776_427_999.5))).toBe('1776427');
});

const key = (stem: string): string => `cams/${stem}.mp4`;
const object = (name: string) => ({ key: name, size: 1, etag: 'e', lastModified: new Date(0) });

it.each([
  [key('1776427171_1-1_front_door_1-2-3-4_801_29960'), true],
  [key('1776427172_1-1_front_door_1-2-3-4_801_29960'), false],
  [key('1776427171_1-1_back_door_1-2-3-4_801_29960'), false],
  [key('1776427171_1-1_front_door_1-2-3-4_801_29960_redacted'), false],
  ['cams/1776427171_1-1_front_door_1-2-3-4_801_29960.jpg', false],
  ['cams/1776427171_1-1_front_door_1-2-3-4_8"1_29960.mp4', false],
  [key('film'), false],
])('%s is a recording of that device and second: %s', (name, expected) => {
  expect(recordingOf(object(name), query(1_776_427_170, 1_776_427_171)) !== null).toBe(expected);
});
