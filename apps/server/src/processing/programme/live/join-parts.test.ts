import type { Sample } from '@sluice/media';
import { expect, test } from 'vitest';
import { joinParts, withoutPriming } from './join-parts.ts';

const sample = (durationTicks: number): Sample => ({
  ...{ durationTicks, compositionOffsetTicks: 0, isSync: true },
  bytes: new Uint8Array(),
});
const lengths = (parts: readonly (readonly Sample[])[]) =>
  parts.map((samples) => samples.map(({ durationTicks }) => durationTicks));

test('what comes before presentation zero is left out', () => {
  expect(withoutPriming([sample(1024), sample(1000), sample(9)], 1024)).toMatchObject([
    { durationTicks: 1000 },
    { durationTicks: 9 },
  ]);
  expect(withoutPriming([sample(1024)], 0)).toHaveLength(1);
  expect(withoutPriming([sample(1024)], 1024)).toEqual([]);
});

test('a rendition that ended with the others goes on as it is', () => {
  expect(lengths(joinParts([sample(10), sample(10)], 0, 100))).toEqual([[10, 10]]);
});

test('the first sample lasts a little longer where little is missing', () => {
  expect(lengths(joinParts([sample(10), sample(10)], 7, 100))).toEqual([[17, 10]]);
});

test('whole segments that are missing are made of the first sample, none longer than the longest was', () => {
  expect(lengths(joinParts([sample(10), sample(10)], 90, 100))).toEqual([[90], [10, 10]]);
  expect(lengths(joinParts([sample(10), sample(10)], 201, 100))).toEqual([[67], [67], [67], [10, 10]]);
});

test('of no samples nothing is made', () => {
  expect(joinParts([], 90, 100)).toEqual([[]]);
});
