import { expect, test } from 'vitest';
import { createFlow } from './create-flow.ts';

test('a source waits while its target takes nothing, and goes on when it has taken most', () => {
  const calls: string[] = [];
  const untaken: (() => void)[] = [];
  const source = { pause: () => calls.push('pause'), resume: () => calls.push('resume') };
  const pass = createFlow(source, { send: (_text, sent) => untaken.push(sent) });
  const text = 'x'.repeat(65_536);
  for (let count = 0; count < 6; count += 1) pass(text);
  expect(calls).toEqual(['pause']);
  for (let count = 0; count < 4; count += 1) untaken.shift()?.();
  expect(calls).toEqual(['pause']);
  untaken.shift()?.();
  expect(calls).toEqual(['pause', 'resume']);
  pass(text);
  expect(calls).toEqual(['pause', 'resume']);
});
