import { expect, it } from 'vitest';
import { lastGood } from './last-good.ts';

const outage = new Error('outage');
type Answer = string | null | Error | Promise<string>;

function start(...answers: Answer[]) {
  const gone: string[] = [];
  const load = async (): Promise<string | null> => {
    const answer = await (answers.length === 0 ? outage : (answers.shift() as Answer));
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const find = lastGood(load, { isOutage: (error) => error === outage, onGone: (id) => gone.push(id) });
  return { find, gone };
}

it('gives the last answer while there is none, and the next as soon as there is one', async () => {
  const { find } = start('old', outage, 'new');
  expect([await find('film'), await find('film'), await find('film')]).toEqual(['old', 'old', 'new']);
});

it('gives the last answer when the next is long in coming, and that one afterwards', async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const { find } = start('old', promise, outage);
  await find('film');
  expect(await find('film')).toBe('old');
  resolve('late');
  await promise;
  await new Promise(setImmediate);
  expect(await find('film')).toBe('late');
});

it('tells of an outage who was never answered, and of any other failure everybody', async () => {
  const { find } = start(outage, 'old', new Error('fault'));
  await expect(find('film')).rejects.toThrow('outage');
  await find('film');
  await expect(find('film')).rejects.toThrow('fault');
});

it('does not bring back what is gone, and tells of it once', async () => {
  const { find, gone } = start('old', null, outage, null);
  await find('film');
  expect(await find('film')).toBeNull();
  await expect(find('film')).rejects.toThrow('outage');
  await find('film');
  expect(gone).toEqual(['film']);
});
