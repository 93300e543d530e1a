import { describe, expect, it } from 'vitest';
import { chooseEvictions } from './choose-evictions.ts';

const file = (path: string, usedAtMs: number) => ({ path, bytes: 10, usedAtMs });
const files = [file('new', 3), file('old', 1), file('middle', 2)];

describe('chooseEvictions', () => {
  it('takes nothing while there is room', () => {
    expect(chooseEvictions(files, 40, 10)).toEqual({ evicted: [], keptBytes: 30 });
  });

  it('takes what was used longest ago first, and a tenth more than it must', () => {
    const { evicted, keptBytes } = chooseEvictions(files, 39, 10);
    expect([evicted.map(({ path }) => path), keptBytes]).toEqual([['old'], 20]);
    expect(chooseEvictions(files, 33, 10).evicted.map(({ path }) => path)).toEqual(['old', 'middle']);
  });

  it('takes everything when what comes in needs it all', () => {
    expect(chooseEvictions(files, 30, 30)).toMatchObject({ keptBytes: 0 });
  });
});
