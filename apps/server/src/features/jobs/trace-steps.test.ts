import { expect, it } from 'vitest';
import type { StepLog } from '../../ports/film-job.ts';
import type { SpanEnd, SpanOptions, Tracing } from '../../ports/tracing.ts';
import { traceSteps } from './trace-steps.ts';

const parent = { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', tracestate: null };

/** Spans as they ended, by the step they stand for. */
function watched() {
  const begun: string[] = [];
  const ended: [string, SpanEnd['error']][] = [];
  const tracing: Tracing = {
    start(_name, { attributes = {}, parent: above }: SpanOptions) {
      expect(above).toBe(parent);
      const step = String(attributes['sluice.step']);
      begun.push(step);
      return { context: parent, end: ({ error } = {}) => void ended.push([step, error]) };
    },
    stop: async () => undefined,
  };
  return { tracing, begun, ended };
}

function stepsWith(recorded: Readonly<Record<string, unknown>>): StepLog {
  const results = new Map(Object.entries(recorded));
  return {
    find: async (name) => results.get(name),
    async record(name, result) {
      results.set(name, result);
    },
  };
}

it('makes a span of each step that is done, and none of one that was done before', async () => {
  const { tracing, begun, ended } = watched();
  const steps = traceSteps(stepsWith({ probe: { width: 1 } }), tracing, parent);
  expect(await steps.find('probe')).toEqual({ width: 1 });
  expect(await steps.find('cover')).toBeUndefined();
  expect(begun).toEqual(['cover']);
  await steps.record('cover', { size: 1 });
  expect(await steps.find('cover')).toEqual({ size: 1 });
  steps.stop();
  expect(ended).toEqual([['cover', undefined]]);
});

it('ends the span of a step that was never recorded as one that failed', async () => {
  const { tracing, ended } = watched();
  const steps = traceSteps(stepsWith({}), tracing, parent);
  await steps.find('audio');
  await steps.find('audio');
  steps.stop();
  expect(ended).toEqual([['audio', 'not finished']]);
});

it('keeps the span open when the record could not be written', async () => {
  const { tracing, ended } = watched();
  const record = () => Promise.reject(new Error('the database is away'));
  const steps = traceSteps({ ...stepsWith({}), record }, tracing, parent);
  await steps.find('audio');
  await expect(steps.record('audio', {})).rejects.toThrow('the database is away');
  steps.stop();
  expect(ended).toEqual([['audio', 'not finished']]);
});
