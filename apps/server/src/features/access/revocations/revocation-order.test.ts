import { describe, expect, it } from 'vitest';
import { boundOfNow, endOfMatches, parseRevocation } from './revocation-order.ts';

const now = 1_777_032_108;

describe('parseRevocation', () => {
  it('takes back everything of a viewer until now', () => {
    expect(parseRevocation({ type: 'subject', value: 'vw_1' }, now)).toMatchObject({ before: 'now' });
  });

  it('keeps the second that was asked for', () => {
    expect(parseRevocation({ type: 'asset', value: 'film', before: now - 60 }, now)).toMatchObject({
      before: now - 60,
    });
  });

  it('takes back a token whenever it was issued', () => {
    expect(parseRevocation({ type: 'token', value: 'tk_1', reason: 'shared' }, now)).toEqual({
      type: 'token',
      value: 'tk_1',
      before: null,
      reason: 'shared',
    });
  });

  it.each([
    [{ type: 'token', value: 'a b' }],
    [{ type: 'embed', value: 'tk_1' }],
    [{ type: 'key', value: 'k/1' }],
    [{ type: 'asset', value: '..' }],
    [{ type: 'token', value: 'tk_1', before: now }],
    [{ type: 'subject', value: 'vw_1', before: now + 86_401 }],
  ] as const)('tells what is wrong with %j', (body) => {
    expect(parseRevocation(body, now)).toEqual(expect.any(String));
  });
});

describe('boundOfNow', () => {
  it('is the end of this second', () => {
    expect(boundOfNow(now, null)).toBe(now + 1);
    expect(boundOfNow(now, now - 5)).toBe(now + 1);
  });

  it('lies behind the start that an earlier revocation gave to new tokens', () => {
    expect(boundOfNow(now, now + 1)).toBe(now + 2);
  });

  it('never lies so far ahead that new tokens would not open at once', () => {
    expect(boundOfNow(now, now + 60)).toBe(now + 5);
  });
});

describe('endOfMatches', () => {
  it('is a day after the last token that can match, renewal grace included', () => {
    expect(endOfMatches(null, now)).toBe(now + 86_460);
    expect(endOfMatches(now + 10, now)).toBe(now + 86_470);
  });
});
