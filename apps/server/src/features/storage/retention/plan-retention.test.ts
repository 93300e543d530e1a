import { describe, expect, it } from 'vitest';
import { planRetention } from './plan-retention.ts';

const account = (directory: string, dayLimit?: number, ...providers: string[]) => ({
  directory,
  providers: new Set(providers.length === 0 ? ['p'] : providers),
  ...(dayLimit === undefined ? {} : { dayLimit }),
});

describe('the days of objects', () => {
  it('end in the directory of an account, at each of its providers but the one of films', () => {
    expect(planRetention([account('a', 7, 'p', 'q', 'media'), account('b')])).toEqual([
      { provider: 'p', directory: 'a', days: 7 },
      { provider: 'q', directory: 'a', days: 7 },
    ]);
  });

  it('never end where an account may name any directory, or has no limit', () => {
    expect(planRetention([account('*', 7), account('a'), account('b', 0)])).toEqual([]);
  });

  it('are the most that accounts of one directory grant', () => {
    expect(planRetention([account('a', 7), account('a', 30)])).toEqual([{ provider: 'p', directory: 'a', days: 30 }]);
    expect(planRetention([account('a', 7), account('a/b', 30)]).map(({ days }) => days)).toEqual([30, 30]);
    expect(planRetention([account('a', 7), account('a/b')])).toEqual([]);
    expect(planRetention([account('a', 7), account('a', undefined, 'q')])).toHaveLength(1);
    expect(planRetention([account('a', 7), account('ab')])).toHaveLength(1);
  });
});
