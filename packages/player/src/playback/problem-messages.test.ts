import { refusalStatus } from '@sluice/client';
import { describe, expect, test } from 'vitest';
import { isProblemCode, problemMessages } from './problem-messages.ts';

const rows = Object.entries(problemMessages);

test.each(Object.keys(refusalStatus))('the gate’s reason %s has a message', (reason) => {
  expect(isProblemCode(reason)).toBe(true);
});

describe.each(rows)('%s', (_code, { heading, advice }) => {
  test('says in one line what happened', () => {
    expect(heading).toMatch(/^[A-Z][^.]{8,44}$/);
  });

  test('says in whole sentences what to do, short enough for a phone', () => {
    expect(advice).toMatch(/^[A-Z].*\.$/);
    expect(advice.length).toBeLessThanOrEqual(140);
  });

  test('uses no word that only developers know', () => {
    expect(`${heading} ${advice}`).not.toMatch(/token|header|HTTP|segment|manifest|403|HLS|[_{}]/i);
  });
});

test('no two problems read alike', () => {
  const headings = rows.map(([, { heading }]) => heading);
  expect(new Set(headings).size).toBe(headings.length);
});

test.each(['toString', '__proto__', 'Token_Expired', ''])('%j from a server is not taken for a code', (text) => {
  expect(isProblemCode(text)).toBe(false);
});
