import { expect, test } from 'vitest';
import { createSpeakerList } from './speaker-list.ts';

test('who is heard speaks, the loudest first', () => {
  expect(createSpeakerList<string>().update(0, ['ann', 'bob'], null)).toEqual(['ann', 'bob']);
});

test('nothing is told while nothing changes', () => {
  const list = createSpeakerList<string>();
  list.update(0, ['ann', 'bob'], null);
  expect(list.update(300, ['bob', 'ann'], null)).toBeNull();
});

test('a pause between words is no silence', () => {
  const list = createSpeakerList<string>();
  list.update(0, ['ann'], null);
  expect(list.update(1_900, [], null)).toBeNull();
  expect(list.update(2_100, [], null)).toEqual([]);
});

test('who takes the floor moves to the front', () => {
  const list = createSpeakerList<string>();
  list.update(0, ['ann', 'bob'], 'ann');
  expect(list.update(300, ['ann', 'bob'], 'bob')).toEqual(['bob', 'ann']);
});

test('a dominant speaker who has fallen silent is not in the list', () => {
  const list = createSpeakerList<string>();
  list.update(0, ['ann'], 'ann');
  expect(list.update(3_000, ['bob'], 'ann')).toEqual(['bob']);
});

test('who has left is not in the list', () => {
  const list = createSpeakerList<string>();
  list.update(0, ['ann', 'bob'], null);
  list.forget('ann');
  expect(list.update(100, [], null)).toEqual(['bob']);
});
