import { expect, it, vi } from 'vitest';
import { createAccessLog } from './access-log.ts';

const record = {
  ...{ requestId: 'r', trace_id: 't', method: 'GET', target: '/v/a/x', route: '/v/:asset_id/*' },
  ...{ status: 200, milliseconds: 1, client: '203.0.113.7' },
};
const started = () => {
  const texts: string[] = [];
  return { texts, log: createAccessLog((text) => texts.push(text)) };
};

it('writes each request as one line of JSON', () => {
  const { texts, log } = started();
  log.write(record);
  log.write({ ...record, status: 404 });
  log.stop();
  const lines = texts.join('').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { level: 30, time: expect.any(Number), ...record, msg: 'request' },
    { level: 30, time: expect.any(Number), ...record, status: 404, msg: 'request' },
  ]);
});

it('writes many lines at once, and a single one soon', () => {
  vi.useFakeTimers();
  try {
    const { texts, log } = started();
    for (let count = 0; count < 129; count++) log.write(record);
    expect(texts.map((text) => text.split('\n').length - 1)).toEqual([128]);
    vi.advanceTimersByTime(100);
    expect(texts.map((text) => text.split('\n').length - 1)).toEqual([128, 1]);
    log.stop();
    expect(texts).toHaveLength(2);
  } finally {
    vi.useRealTimers();
  }
});
