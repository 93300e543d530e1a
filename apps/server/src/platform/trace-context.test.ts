import { describe, expect, it } from 'vitest';
import { newTraceContext, parseTraceContext, traceHeaders, traceIdOf } from './trace-context.ts';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const span = '00f067aa0ba902b7';

describe('parseTraceContext', () => {
  it('goes on from where the caller is, state and sampling included', () => {
    const context = parseTraceContext(`00-${trace}-${span}-01`, 'vendor=a,other=b');
    expect(context).toEqual({ traceparent: `00-${trace}-${span}-01`, tracestate: 'vendor=a,other=b' });
  });

  it('reads what it knows of a later version, and no flag but that of sampling', () => {
    expect(parseTraceContext(`01-${trace}-${span}-03-more`, undefined)?.traceparent).toBe(`00-${trace}-${span}-01`);
    expect(parseTraceContext(`00-${trace}-${span}-fe`, undefined)?.traceparent).toBe(`00-${trace}-${span}-00`);
  });

  it.each([
    undefined,
    '',
    'x',
    `00-${'0'.repeat(32)}-${span}-01`,
    `00-${trace}-${'0'.repeat(16)}-01`,
    `00-${trace.toUpperCase()}-${span}-01`,
    `00-${trace}-${span}-01-more`,
    `ff-${trace}-${span}-01`,
    `01-${trace}-${span}-01-${'x'.repeat(300)}`,
    `00-${trace}-${span}-01\r\nset-cookie: a`,
  ])('takes %j for no trace', (traceparent) => {
    expect(parseTraceContext(traceparent, undefined)).toBeNull();
  });

  it.each(['', 'x'.repeat(513), 'a=b\r\nset-cookie: c', 'ä=b'])('drops the state %j', (tracestate) => {
    expect(parseTraceContext(`00-${trace}-${span}-01`, tracestate)?.tracestate).toBeNull();
  });
});

it('begins a trace that can be gone on from, another one each time', () => {
  const contexts = Array.from({ length: 1000 }, newTraceContext);
  for (const { traceparent, tracestate } of contexts) {
    expect(parseTraceContext(traceparent, undefined)).toEqual({ traceparent, tracestate });
  }
  expect(new Set(contexts.map(traceIdOf)).size).toBe(1000);
});

it('tells others the state only where there is one', () => {
  const context = { traceparent: `00-${trace}-${span}-01`, tracestate: null };
  expect(traceHeaders(context)).toEqual({ traceparent: context.traceparent, 'x-trace-id': trace });
  expect(traceHeaders({ ...context, tracestate: 'a=b' })).toMatchObject({ tracestate: 'a=b' });
});
