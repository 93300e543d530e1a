import { expect, test } from 'vitest';
import { shortenStderr } from './shorten-stderr.ts';

test('absolute paths are cut to their last name', () => {
  expect(shortenStderr('/data/tmp/probe.1/in put.mp4: Invalid data\n')).not.toContain('/data/tmp');
  expect(shortenStderr("Error opening '/srv/media/film.mp4': No such file")).toBe(
    "Error opening '…/film.mp4': No such file",
  );
  expect(shortenStderr('file:/srv/film.mp4: nope')).toBe('…/film.mp4: nope');
});

test('ratios and addresses of structures do not get in the way', () => {
  expect(shortenStderr('[mov,mp4 @ 0x55aa] bad DAR 16/9')).toBe('[mov,mp4] bad DAR 16/9');
});

test('the last lines are kept, carriage returns count as line ends', () => {
  const lines = Array.from({ length: 50 }, (_, index) => `line ${index}`).join('\r');
  expect(shortenStderr(lines).split('\n')).toHaveLength(12);
  expect(shortenStderr(lines)).toMatch(/line 49$/);
  expect(shortenStderr('x'.repeat(10_000)).length).toBeLessThan(2100);
});
