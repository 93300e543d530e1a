import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../ports/http-exchange.ts';
import { createRateLimits, type RateLimitOptions } from './rate-limits.ts';

const asked = (headers: Record<string, string>, remoteAddress = '192.0.2.1'): HttpRequest => ({
  ...{ id: 'r', method: 'POST', isHead: false, rawTarget: '/', params: {}, headers, remoteAddress },
  ...{ bodyBytes: new Uint8Array(), bodyStream: [] as never, trace: { traceparent: '', tracestate: null } },
});
const refusal = { status: 429, message: 'Too Many Requests', details: { retryAfterSeconds: 60 } };

/** Limits of two a minute over a table of calls, as the database keeps one. */
function limitsOf(changed: Partial<RateLimitOptions> = {}) {
  const calls = new Map<string, number>();
  const failures: unknown[] = [];
  const limitRate = createRateLimits({
    clock: { nowMs: () => 0 },
    async countCall(scope, caller) {
      const count = (calls.get(`${scope} ${caller}`) ?? 0) + 1;
      calls.set(`${scope} ${caller}`, count);
      return count;
    },
    tellCalls: null,
    jobsPerMinute: 2,
    keysPerMinute: 2,
    publicPerMinute: 2,
    reportFailure: (error) => failures.push(error),
    signal: new AbortController().signal,
    ...changed,
  });
  return { limitRate, calls, failures };
}

describe('the limit of jobs', () => {
  const key = '5f'.repeat(32);

  it('counts creates and retries of one API key together', async () => {
    const { limitRate, calls } = limitsOf();
    await limitRate('createJob', asked({ 'x-api-key': key }));
    await limitRate('retryJob', asked({ 'x-api-key': key }));
    await expect(limitRate('createJob', asked({ 'x-api-key': key }))).rejects.toMatchObject(refusal);
    await expect(limitRate('retryJob', asked({ 'x-api-key': key }))).rejects.toMatchObject(refusal);
    await limitRate('createJob', asked({ 'x-api-key': 'another' }));
    // The identity of Vylux contract, appendix A12.
    expect([...calls.keys()]).toContain('jobs ce63c4ebf143f2aa');
  });

  it('lets calls through that nobody can count, and says so', async () => {
    const away = new Error('the database is away');
    const { limitRate, failures } = limitsOf({ countCall: () => Promise.reject(away) });
    for (let call = 0; call < 5; call++) await limitRate('createJob', asked({ 'x-api-key': key }));
    expect(failures).toEqual(Array(5).fill(away));
  });

  it('is none where it is 0', async () => {
    const { limitRate, calls } = limitsOf({ jobsPerMinute: 0 });
    for (let call = 0; call < 5; call++) await limitRate('createJob', asked({ 'x-api-key': key }));
    expect(calls.size).toBe(0);
  });
});

describe('the limit of keys', () => {
  it('counts by token, and by address where there is none', async () => {
    const { limitRate } = limitsOf();
    for (const headers of [{ authorization: 'Bearer one' }, { authorization: 'Bearer two' }, {}] as const) {
      await limitRate('readMediaKey', asked(headers));
      await limitRate('readClearKeyLicence', asked(headers));
      await expect(limitRate('readMediaKey', asked(headers, '192.0.2.1'))).rejects.toMatchObject(refusal);
    }
    await limitRate('readMediaKey', asked({}, '192.0.2.2'));
  });
});

it('leaves every other route alone', async () => {
  const { limitRate } = limitsOf({ jobsPerMinute: 1, keysPerMinute: 1 });
  for (let call = 0; call < 5; call++) await limitRate('getJob', asked({ 'x-api-key': 'a' }));
});

describe('the limit of what is shown without a credential', () => {
  it('counts all of it together for each address', async () => {
    const { limitRate } = limitsOf();
    await limitRate('readPlaybackStream', asked({}));
    await limitRate('readPlaybackThumbnail', asked({ authorization: 'Bearer x' }));
    await expect(limitRate('readPlaybackDirect', asked({}))).rejects.toMatchObject(refusal);
    await limitRate('readPlaybackStream', asked({}, '192.0.2.2'));
  });

  it('can be lifted', () => {
    expect(limitsOf({ publicPerMinute: 0 }).limitRate('readPlaybackStream', asked({}))).toBeNull();
  });
});
