import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { muteFilter, silenceProblem } from './mute-filter.ts';

/** What becomes of a sample at `t`, by `if(lt(t,N),A,B)`. */
function outcomeAt(expression: string, t: number): string {
  const found = /^if\(lt\(t,(-?[\d.]+)\),/.exec(expression);
  if (found === null) return expression;
  const rest = expression.slice(found[0].length, -1);
  let depth = 0;
  const comma = [...rest].findIndex((char) => {
    depth += char === '(' ? 1 : char === ')' ? -1 : 0;
    return char === ',' && depth === 0;
  });
  return outcomeAt(t < Number(found[1]) ? rest.slice(0, comma) : rest.slice(comma + 1), t);
}
const expressionOf = (filter: string): string => /^aeval=exprs='(.+)':c=same$/.exec(filter)?.[1] ?? '';

describe('a filter that mutes', () => {
  it('turns the sound off and on again at the times that are given', () => {
    const filter = muteFilter([{ fromSec: 0.5, toSec: 1 }]);
    expect(filter).toBe("aeval=exprs='if(lt(t,0.999998),if(lt(t,0.499998),val(ch),0),val(ch))':c=same");
  });

  it('lets a sample through where no time holds it, however the times lie', () => {
    // Hundredths: times that differ do so by more than the rounding of a sample's.
    const hundredth = fc.integer({ min: 0, max: 500 });
    const silence = fc
      .tuple(hundredth, fc.option(fc.integer({ min: 1, max: 200 })))
      .map(([from, length]) => ({ fromSec: from / 100, toSec: length === null ? null : (from + length) / 100 }));
    fc.assert(
      fc.property(fc.array(silence, { minLength: 1, maxLength: 12 }), hundredth, (silences, at) => {
        const t = at / 100;
        const isMuted = silences.some(({ fromSec, toSec }) => t >= fromSec && (toSec === null || t < toSec));
        expect(outcomeAt(expressionOf(muteFilter(silences)), t)).toBe(isMuted ? '0' : 'val(ch)');
      }),
    );
  });

  it('asks little of each sample, however many times there are', () => {
    const silences = Array.from({ length: 1000 }, (_, index) => ({ fromSec: index, toSec: index + 0.5 }));
    let [depth, most] = [0, 0];
    for (const char of expressionOf(muteFilter(silences))) {
      depth += char === '(' ? 1 : char === ')' ? -1 : 0;
      most = Math.max(most, depth);
    }
    expect(most).toBeLessThan(14);
  });
});

it('a time behind the end of the recording is refused with its place', () => {
  const sound = {
    mute: [
      { fromSec: 0, toSec: 1 },
      { fromSec: 2, toSec: null },
    ],
  };
  expect(silenceProblem(sound, 2)).toBe(
    'audio.mute[1] begins behind the end of the recording, which lasts 2.00 seconds: correct it.',
  );
  expect([silenceProblem(sound, 3), silenceProblem(sound, null), silenceProblem('remove', 0)]).toEqual([
    null,
    null,
    null,
  ]);
});
