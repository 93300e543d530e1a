import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BitrateLine, drawBitrates } from './bitrate-chart.ts';

const line = (id: string, rates: readonly number[]): BitrateLine => ({
  id,
  bitrates: rates.map((rate, index) => [index * 6, 6, rate]),
});
const pathsOf = (svg: string): string[] =>
  [...svg.matchAll(/<path class="line c\d" d="([^"]*)"/g)].map(([, d]) => d ?? '');

describe('the picture of bitrates', () => {
  it('has a line and a name for each rendition, and both axes', () => {
    const svg = drawBitrates([line('r720', [2e6, 4e6]), line('r240', [3e5, 4e5])], 'wide');
    expect(pathsOf(svg)).toHaveLength(2);
    for (const text of ['>r720<', '>r240<', '>4.00 Mbit/s<', '>0 s<', '>10 s<', '>time<']) expect(svg).toContain(text);
    expect(svg).toContain('prefers-color-scheme:dark');
  });

  it('draws each segment as a step from where it begins to where it ends', () => {
    expect(pathsOf(drawBitrates([line('a', [0, 4e6])], 'wide'))).toEqual(['M96.0 336.0H520.0L520.0 48.0H944.0']);
  });

  it('draws no more steps than can be seen, whose mean is that of the film', () => {
    const [path = ''] = pathsOf(
      drawBitrates(
        [
          line(
            'a',
            Array.from({ length: 5000 }, (_, at) => (at % 2) * 2e6),
          ),
        ],
        'wide',
      ),
    );
    expect(path.match(/H/g)?.length).toBeLessThanOrEqual(240);
    expect(new Set([...path.matchAll(/ ([\d.]+)H/g)].map(([, y]) => Math.round(Number(y)))).size).toBeLessThanOrEqual(
      3,
    );
  });

  it('is well-formed, finite and inside of itself, whatever is drawn', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string(), fc.array(fc.integer({ min: 0, max: 1e9 }), { maxLength: 20 })), {
          maxLength: 8,
        }),
        fc.constantFrom('wide' as const, 'narrow' as const),
        (given, shape) => {
          const svg = drawBitrates(
            given.map(([id, rates]) => line(id, rates)),
            shape,
          );
          expect(svg).not.toMatch(/NaN|Infinity|undefined/);
          const names = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text ?? '');
          expect(names.join('')).not.toMatch(/[<>"]/);
          for (const [, number = ''] of svg.matchAll(/(?:[xy][12]?="|[MLH ])(-?[\d.]+)(?=["HL ])/g)) {
            expect(Number(number)).toBeGreaterThanOrEqual(0);
            expect(Number(number)).toBeLessThanOrEqual(960);
          }
        },
      ),
    );
  });
});
