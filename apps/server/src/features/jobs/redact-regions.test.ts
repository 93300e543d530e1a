import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactRegions } from './redact-regions.ts';

const region = { x: 10, y: 20, width: 30, height: 40, effect: 'blur' };
const problem = (change: object): string => {
  const reading = redactRegions([{ ...region, ...change }]);
  return reading.ok ? '' : reading.problem;
};

describe('regions of a redaction', () => {
  it('are kept as they were given, names in ascending order', () => {
    const reading = redactRegions([{ ...region, effect: 'box', color: '#FF0000', from_sec: 0, to_sec: 1.5 }]);
    expect(reading.ok && JSON.stringify(reading.value)).toBe(
      '[{"color":"#ff0000","effect":"box","from_sec":0,"height":40,"to_sec":1.5,"width":30,"x":10,"y":20}]',
    );
  });

  it('may overlap, reach to the very edge and have the whole picture', () => {
    const whole = { ...region, x: 0, y: 0, width: 1, height: 1 };
    const edge = { ...region, x: 0.7, y: 0.9, width: 0.3, height: 0.1 };
    expect(redactRegions([region, region, whole, edge])).toMatchObject({ ok: true });
  });

  it.each([
    [{ x: 0.6, y: 0, width: 0.5, height: 0.5 }, '[0] reaches outside the picture'],
    [{ x: -1 }, '[0] x must be a number from 0 to 32768'],
    [{ x: Number.NaN }, '[0] x must be a number from 0 to 32768'],
    [{ width: Number.POSITIVE_INFINITY }, '[0] width must be a number from 0 to 32768'],
    [{ x: '10' }, '[0] x must be a number from 0 to 32768'],
    [{ x: 0.5 }, '[0] must have whole pixels, or four fractions from 0 to 1'],
    [{ width: 0 }, '[0] has no width or no height'],
    [{ from_sec: 2, to_sec: 2 }, '[0] must have a from_sec before its to_sec'],
    [{ from_sec: 3, to_sec: 2 }, '[0] must have a from_sec before its to_sec'],
    [{ to_sec: 0 }, '[0] must have a from_sec before its to_sec'],
    [{ effect: 'blur,drawtext=text=x' }, '[0] effect must be blur or box'],
    [{ effect: 'box', color: 'red@0.1' }, '[0] color must be #rrggbb'],
    [{ color: '#000000' }, '[0] is a blur: color is for box'],
    [{ effect: 'box', strength: 3 }, '[0] is a box: strength is for blur'],
    [{ strength: 11 }, '[0] strength must be a whole number, 1 to 10'],
    [{ height: undefined }, '[0] height must be a number from 0 to 32768'],
    [{ filter: 'x' }, '[0] json: unknown field "filter"'],
  ])('are refused with %j', (change, sentence) => {
    expect(problem(change)).toBe(sentence);
  });

  it('hold nothing but numbers, a known word and a colour, whatever is sent', () => {
    const given = fc.tuple(fc.constantFrom(...Object.keys(region), 'color', 'strength', 'to_sec'), fc.anything());
    const item = fc.oneof(
      fc.anything(),
      given.map(([name, value]) => ({ ...region, [name]: value })),
    );
    fc.assert(
      fc.property(fc.array(item), (raw) => {
        const reading = redactRegions(raw);
        if (!reading.ok || reading.value === undefined) return;
        for (const each of reading.value as Record<string, unknown>[]) {
          for (const value of Object.values(each)) {
            expect(typeof value === 'number' || /^(?:blur|box|#[0-9a-f]{6})$/.test(String(value))).toBe(true);
          }
        }
      }),
    );
  });
});
