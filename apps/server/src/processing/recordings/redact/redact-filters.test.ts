import { describe, expect, it } from 'vitest';
import type { PlacedRegion } from './place-regions.ts';
import { blurBlock, redactFilters } from './redact-filters.ts';

const region: PlacedRegion = {
  ...{ x: 10, y: 20, width: 160, height: 60, fromSec: 0.48, toSec: 1.2 },
  effect: { kind: 'box', color: 'ff0000' },
};

describe('the filters of a redaction', () => {
  it('draw an opaque box for its time', () => {
    expect(redactFilters([region])).toEqual([
      "[shown0]drawbox=x=10:y=20:w=160:h=60:color=0xff0000:t=fill:enable='gte(t,0.4795)*lt(t,1.1995)'[shown1]",
    ]);
  });

  it('make squares of what they blur, and blur these', () => {
    const blur = { ...region, toSec: null, effect: { kind: 'blur', strength: 8 } } as const;
    const time = "enable='gte(t,0.4795)'";
    expect(redactFilters([region, blur]).slice(1)).toEqual([
      '[shown1]split[kept1][taken1]',
      `[taken1]crop=160:60:10:20,pixelize=w=54:h=54:mode=avg:${time},gblur=sigma=27:steps=2:${time}[hidden1]`,
      `[kept1][hidden1]overlay=x=10:y=20:${time}[shown2]`,
    ]);
  });

  it('leave fewer squares the stronger they are, and none so small that letters stay apart', () => {
    const blocks = Array.from({ length: 10 }, (_, index) => blurBlock(region, index + 1));
    expect(blocks).toEqual([...blocks].sort((a, b) => a - b));
    expect([blocks[0], blocks.at(-1)]).toEqual([27, 80]);
    expect(blurBlock({ width: 20, height: 10 }, 1)).toBe(16);
    expect(blurBlock({ width: 8192, height: 10 }, 10)).toBe(1024);
  });
});
