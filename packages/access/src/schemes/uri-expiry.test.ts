import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseUriExpiry } from './uri-expiry.ts';

const bounds = { defaultSeconds: 86_400, maxSeconds: 604_800 };
const nanosecondsOf = {
  ns: 1n,
  us: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
const unit = fc.constantFrom(...(Object.keys(nanosecondsOf) as (keyof typeof nanosecondsOf)[]));

describe('parseUriExpiry', () => {
  it('adds whole terms exactly, whichever units they have', () => {
    const terms = fc.array(fc.tuple(fc.bigInt(0n, 999_999n), unit), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(terms, (given) => {
        const sum = given.reduce((total, [amount, name]) => total + amount * nanosecondsOf[name], 0n);
        const fits = sum >= 1_000_000_000n && sum <= 604_800_000_000_000n;
        const text = given.map(([amount, name]) => `${amount}${name}`).join('');
        expect(parseUriExpiry(text, bounds)).toBe(fits ? Number(sum / 1_000_000_000n) : null);
      }),
    );
  });

  it('answers with a whole number of seconds within the bounds or nothing, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.stringMatching(/^[+\-.0-9nuµmsh]{0,12}$/)), (value) => {
        const seconds = parseUriExpiry(value, bounds) ?? 1;
        expect(Number.isInteger(seconds) && seconds >= 1 && seconds <= 604_800).toBe(true);
      }),
    );
  });

  it('takes the default for nothing, and no lifetime above the ceiling', () => {
    expect(parseUriExpiry(undefined, bounds)).toBe(86_400);
    expect(parseUriExpiry('2h', { ...bounds, maxSeconds: 3600 })).toBeNull();
  });
});
