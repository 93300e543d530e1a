import { expect, test } from 'vitest';
import { formatTime, speakTime } from './format-time.ts';

test.each([
  [0, '0:00', '0 seconds'],
  [59.999, '0:59', '59 seconds'],
  [60, '1:00', '1 minute'],
  [187, '3:07', '3 minutes 7 seconds'],
  [3600, '1:00:00', '1 hour'],
  [3729, '1:02:09', '1 hour 2 minutes 9 seconds'],
  [86_400, '24:00:00', '24 hours'],
  [Number.NaN, '–:––', 'unknown'],
  [-1, '–:––', 'unknown'],
  [Number.POSITIVE_INFINITY, 'Live', 'live'],
])('%d seconds read %s and sound like “%s”', (seconds, text, spoken) => {
  expect(formatTime(seconds)).toBe(text);
  expect(speakTime(seconds)).toBe(spoken);
});
