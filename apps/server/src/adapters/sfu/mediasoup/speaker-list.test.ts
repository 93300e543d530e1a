import { expect, test } from 'vitest';
import { createSpeakerList } from './speaker-list.ts';

const at = (speaker: string, level: number) => ({ speaker, level });

function listOf(...speakers: string[]) {
  const list = createSpeakerList<string>();
  list.hear(speakers);
  list.update(0);
  return list;
}

test('who is heard speaks, the loudest first', () => {
  const list = createSpeakerList<string>();
  list.hear(['ann', 'bob']);
  expect(list.update(0)).toEqual(['ann', 'bob']);
});

test('nothing is told while nothing changes', () => {
  const list = listOf('ann', 'bob');
  list.weigh([at('bob', -29), at('ann', -30)]);
  expect(list.update(1_500)).toBeNull();
});

test('a pause between words is no silence', () => {
  const list = listOf('ann');
  list.doubt(1_500, 'ann');
  expect(list.update(2_600)).toBeNull();
  list.hear(['ann']);
  expect(list.update(2_700)).toBeNull();
  expect(list.nextEndMs).toBeNull();
});

test('who is not heard for long speaks no longer', () => {
  const list = listOf('ann');
  list.doubt(1_500, 'ann');
  expect(list.nextEndMs).toBe(2_700);
  expect(list.update(2_700)).toEqual([]);
});

test('a doubt that goes on began when it began', () => {
  const list = listOf('ann');
  list.doubt(1_500, 'ann');
  list.doubt(2_600, 'ann');
  expect(list.nextEndMs).toBe(2_700);
});

test('of whom nothing is known there is no doubt', () => {
  const list = createSpeakerList<string>();
  list.doubt(0, 'ann');
  expect(list.nextEndMs).toBeNull();
  expect(list.isSure('ann')).toBe(false);
});

test('who is louder takes the floor and moves to the front', () => {
  const list = listOf('ann', 'bob');
  list.weigh([at('bob', -25), at('ann', -30)]);
  expect(list.update(1_500)).toEqual(['bob', 'ann']);
});

test('the floor goes from who has fallen silent to who speaks', () => {
  const list = listOf('ann', 'bob');
  list.weigh([at('bob', -60)]);
  expect(list.update(1_500)).toEqual(['bob', 'ann']);
});

test('who begins while another one speaks comes behind', () => {
  const list = listOf('ann');
  list.hear(['bob']);
  expect(list.update(300)).toEqual(['ann', 'bob']);
});

test('who has left is not in the list', () => {
  const list = listOf('ann', 'bob');
  list.forget('ann');
  expect(list.update(100)).toEqual(['bob']);
});
