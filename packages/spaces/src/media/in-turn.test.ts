import { expect, test } from 'vitest';
import { createDeferred } from '../deferred.ts';
import { createTurns } from './in-turn.ts';

test('one task waits for the one before, also for one that fails', async () => {
  const inTurn = createTurns();
  const order: string[] = [];
  const gate = createDeferred<void>();
  const first = inTurn(async () => {
    await gate.promise;
    order.push('first');
    throw new Error('failed');
  });
  const second = inTurn(async () => order.push('second'));
  gate.resolve();
  await expect(first).rejects.toThrow('failed');
  await second;
  expect(order).toEqual(['first', 'second']);
});
