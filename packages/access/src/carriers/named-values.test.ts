import { expect, it } from 'vitest';
import { withoutParameter } from './named-values.ts';

it.each([
  ['et=1', ''],
  ['v=2&et=1', 'v=2'],
  ['et=1&v=2&et=3&%65t=4', 'v=2'],
  ['_HLS_msn=3&_HLS_part=1', '_HLS_msn=3&_HLS_part=1'],
  ['bet=1&et2=%zz&=', 'bet=1&et2=%zz&='],
  ['', ''],
])('takes et out of %j and leaves the rest alone', (query, rest) => {
  expect(withoutParameter(query, 'et')).toBe(rest);
});
