import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PendingRequests } from './pending-requests.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a request ends with the reply to its own id', async () => {
  const requests = new PendingRequests();
  const ids: string[] = [];
  const first = requests.start((id) => ids.push(id));
  const second = requests.start((id) => ids.push(id));
  requests.succeed(ids[0] ?? '');
  expect(requests.fail(ids[1] ?? '', new Error('no'))).toBe(true);
  await expect(first).resolves.toBeUndefined();
  await expect(second).rejects.toThrow('no');
  expect(new Set(ids).size).toBe(2);
});

test('without a reply it fails after thirty seconds', async () => {
  const request = new PendingRequests().start(() => undefined);
  const failed = expect(request).rejects.toMatchObject({ name: 'RequestTimeoutError' });
  await vi.advanceTimersByTimeAsync(30_000);
  await failed;
});

test('an id that nobody waits for is none of ours', () => {
  expect(new PendingRequests().fail('r9', new Error('no'))).toBe(false);
});
