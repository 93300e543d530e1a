import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LEASE_MS, placeSpace, type SpaceNode, SUSPECT_AFTER_MS } from './place-space.ts';

const node = (id: string, facts: Partial<SpaceNode> = {}): SpaceNode => ({
  ...{ id, url: `http://${id}.internal`, isOpen: true, rooms: 0, participants: 0, maxRooms: 10, ageMs: 0 },
  isSuspect: false,
  ...facts,
});
const placed = (...given: Parameters<typeof placeSpace>): string => {
  const placement = placeSpace(...given);
  return placement.kind === 'node' ? placement.node.id : placement.kind;
};
const heldBy = (holder: string, isOver = false) => ({ holder, isOver });

describe('a space that a node has', () => {
  test.each<[string, Partial<SpaceNode>]>([
    ['has the most to do', { participants: 500, rooms: 10 }],
    ['takes no others', { isOpen: false }],
    ['was late with its heartbeat', { ageMs: SUSPECT_AFTER_MS + 1 }],
  ])('stays there though that node %s', (_what, facts) => {
    expect(placed('space', { hold: heldBy('a'), nodes: [node('a', facts), node('b')] })).toBe('a');
  });

  test('waits for a node that could not be reached and was heard of just now', () => {
    const nodes = [node('a', { isSuspect: true, ageMs: SUSPECT_AFTER_MS }), node('b')];
    expect(placed('space', { hold: heldBy('a'), nodes })).toBe('wait');
  });

  test('goes to another once that node could not be reached and missed two heartbeats', () => {
    const nodes = [node('a', { isSuspect: true, ageMs: SUSPECT_AFTER_MS + 1 }), node('b')];
    expect(placed('space', { hold: heldBy('a'), nodes })).toBe('b');
  });

  test('goes to another once that node was not heard of for the time of a lease', () => {
    expect(placed('space', { hold: heldBy('a'), nodes: [node('a', { ageMs: LEASE_MS + 1 }), node('b')] })).toBe('b');
  });

  test('waits for its lease to end when nothing is known of its node', () => {
    expect(placed('space', { hold: heldBy('gone'), nodes: [node('b')] })).toBe('wait');
    expect(placed('space', { hold: heldBy('gone', true), nodes: [node('b')] })).toBe('b');
  });

  test('goes to another at once when its node let go of it', () => {
    expect(placed('space', { hold: heldBy(''), nodes: [node('b')] })).toBe('b');
  });
});

describe('a space that no node has', () => {
  test('goes to the node with the fewest participants, then rooms', () => {
    const nodes = [
      node('a', { participants: 3 }),
      node('b', { participants: 1, rooms: 2 }),
      node('c', { participants: 1, rooms: 1 }),
    ];
    expect(placed('space', { hold: null, nodes })).toBe('c');
  });

  test.each<[string, Partial<SpaceNode>]>([
    ['is full', { rooms: 10 }],
    ['takes none', { isOpen: false }],
    ['could not be reached', { isSuspect: true }],
    ['was not heard of', { ageMs: LEASE_MS }],
  ])('waits when the only node %s', (_what, facts) => {
    expect(placed('space', { hold: null, nodes: [node('a', facts)] })).toBe('wait');
  });

  test('goes to the same of equal nodes for all who ask, and spaces are spread over them', () => {
    const nodes = ['a', 'b', 'c'].map((id) => node(id));
    fc.assert(
      fc.property(fc.string(), (id) => {
        expect(placed(id, { hold: null, nodes })).toBe(placed(id, { hold: null, nodes: nodes.toReversed() }));
      }),
    );
    const chosen = Array.from({ length: 100 }, (_, index) => placed(`space-${index}`, { hold: null, nodes }));
    expect(new Set(chosen).size).toBe(3);
  });
});
