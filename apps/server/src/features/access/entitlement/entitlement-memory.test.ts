import { expect, it } from 'vitest';
import type { Entitlement, EntitlementQuestion } from './entitlement.ts';
import { createEntitlementMemory } from './entitlement-memory.ts';

const question: EntitlementQuestion = { subject: 'vw_1', assetId: 'film', tokenId: 'tk_1', action: 'renew' };

function start(answers: readonly Entitlement[], keepMs = 10_000) {
  const clock = { ms: 0, nowMs: () => clock.ms };
  let asked = 0;
  const ask = createEntitlementMemory(async () => answers[asked++] ?? 'unknown', clock, keepMs);
  return { clock, ask, asked: () => asked };
}

it('asks once for equal questions, and again when the answer is too old', async () => {
  const { clock, ask, asked } = start(['entitled', 'not_entitled']);
  const together = await Promise.all([ask(question), ask({ ...question })]);
  clock.ms = 9999;
  expect([...together, await ask(question), asked()]).toEqual(['entitled', 'entitled', 'entitled', 1]);
  clock.ms = 10_000;
  expect([await ask(question), asked()]).toEqual(['not_entitled', 2]);
});

it('takes no answer for another viewer, film, token or action', async () => {
  const { ask, asked } = start(['entitled', 'entitled', 'entitled', 'entitled', 'entitled']);
  await ask(question);
  for (const other of [{ subject: null }, { assetId: 'f' }, { tokenId: 'tk_2' }, { action: 'issue' } as const]) {
    await ask({ ...question, ...other });
  }
  expect(asked()).toBe(5);
});

it('asks once for a viewer who orders several tokens', async () => {
  const { ask, asked } = start(['entitled']);
  await ask({ ...question, action: 'issue' });
  expect([await ask({ ...question, tokenId: 'tk_2', action: 'issue' }), asked()]).toEqual(['entitled', 1]);
});

it('asks again at once where nobody knew, and always where nothing is to be kept', async () => {
  const { ask } = start(['unknown', 'entitled']);
  expect([await ask(question), await ask(question)]).toEqual(['unknown', 'entitled']);
  const forgetful = start(['entitled', 'not_entitled'], 0);
  expect([await forgetful.ask(question), await forgetful.ask(question)]).toEqual(['entitled', 'not_entitled']);
});
