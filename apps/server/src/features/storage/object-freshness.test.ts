import { describe, expect, it } from 'vitest';
import { isStillFresh } from './object-freshness.ts';

const seen = { revision: 10, isMissing: false, seenAtMs: 0 };

describe('isStillFresh', () => {
  it('holds half a minute while the record of the asset stays as it is', () => {
    expect([isStillFresh(seen, 10, 29_999), isStillFresh(seen, 10, 30_000)]).toEqual([true, false]);
  });

  it('ends when the record has changed since', () => {
    expect(isStillFresh(seen, 11, 1)).toBe(false);
  });

  it('holds for a request that knows an older record', () => {
    expect(isStillFresh(seen, 9, 1)).toBe(true);
  });

  it('ends when the record is gone: the asset was removed', () => {
    expect(isStillFresh(seen, null, 1)).toBe(false);
  });

  it('holds two seconds where no record tells of changes, and one for what is not there', () => {
    const unrecorded = { ...seen, revision: null };
    const missing = { ...seen, isMissing: true };
    expect([isStillFresh(unrecorded, null, 1999), isStillFresh(unrecorded, null, 2000)]).toEqual([true, false]);
    expect([isStillFresh(missing, 10, 999), isStillFresh(missing, 10, 1000)]).toEqual([true, false]);
  });
});
