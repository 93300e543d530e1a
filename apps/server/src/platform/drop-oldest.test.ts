import { expect, test } from 'vitest';
import { dropOldest } from './drop-oldest.ts';

test('forgets what was set first, and only beyond the bound', () => {
  const entries = new Map([
    ['a', 1],
    ['b', 2],
  ]);
  dropOldest(entries, 2);
  expect([...entries.keys()]).toEqual(['a', 'b']);
  entries.set('c', 3);
  dropOldest(entries, 2);
  expect([...entries.keys()]).toEqual(['b', 'c']);
});
