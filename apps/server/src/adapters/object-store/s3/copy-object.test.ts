import { expect, test } from 'vitest';
import { copyRanges } from './copy-object.ts';

test('ranges cover the object without gap or overlap', () => {
  expect(copyRanges(25, 10)).toEqual(['bytes=0-9', 'bytes=10-19', 'bytes=20-24']);
  expect(copyRanges(20, 10)).toEqual(['bytes=0-9', 'bytes=10-19']);
  expect(copyRanges(1, 10)).toEqual(['bytes=0-0']);
});
