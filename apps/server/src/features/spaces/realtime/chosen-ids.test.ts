import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createChosenIds } from './chosen-ids.ts';

const ids = createChosenIds('ab'.repeat(32));

test('an id is known again by another process with the secret, for the token that it was made for', () => {
  const id = ids.create('token');
  expect(createChosenIds('ab'.repeat(32)).isOf(id, 'token')).toBe(true);
  expect(ids.isOf(id, 'another')).toBe(false);
  expect(createChosenIds('cd'.repeat(32)).isOf(id, 'token')).toBe(false);
  expect(ids.create('token')).not.toBe(id);
});

test('nothing else is one', () => {
  fc.assert(fc.property(fc.string(), (text) => !ids.isOf(text, 'token')));
  const id = ids.create('token');
  for (const text of [id.slice(1), `${id}A`, `${id}=`, id.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))]) {
    expect(ids.isOf(text, 'token')).toBe(false);
  }
});
