import { expect, test } from 'vitest';
import { createNodeLinks } from './node-links.ts';
import { LEASE_MS, type SpaceNode } from './place-space.ts';

const node = (ageMs: number): SpaceNode => ({
  ...{ id: 'a', url: 'http://a', isOpen: true, rooms: 0, participants: 0, maxRooms: 1, ageMs, isSuspect: false },
});
const [alive, silent] = [[node(LEASE_MS)], [node(LEASE_MS + 1)]];

/** How many links were cut after these looks. */
function cutAfter(...looks: readonly (readonly SpaceNode[] | null)[]): number {
  const links = createNodeLinks();
  let cut = 0;
  const leave = [1, 2].map(() => links.watch('a', () => (cut += 1)));
  leave[0]?.();
  for (const look of looks) links.look(look);
  return cut;
}

test('links to a node that is silent, or forgotten, are cut at the third look', () => {
  expect(cutAfter(silent, silent)).toBe(0);
  expect(cutAfter(silent, silent, silent)).toBe(1);
  expect(cutAfter([], [], [])).toBe(1);
});

test('a node that is heard of, and a look that failed, begin the count anew', () => {
  expect(cutAfter(silent, silent, alive, silent, silent)).toBe(0);
  expect(cutAfter(silent, silent, null, silent, silent)).toBe(0);
});
