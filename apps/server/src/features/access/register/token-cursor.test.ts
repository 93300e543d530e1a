import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTokenCursor, parseTokenCursor } from './token-cursor.ts';

describe('the cursor of a list of tokens', () => {
  it('is read back as it was written', () => {
    const position = fc.record({
      issuedSeconds: fc.integer({ min: 0, max: 9_999_999_999 }),
      id: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
    });
    fc.assert(
      fc.property(position, (at) => {
        expect(parseTokenCursor(formatTokenCursor(at))).toEqual({ ...at });
      }),
    );
  });

  it('is no text that is written otherwise, whatever it is', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[0-9]{0,12}\.?[\w.' -]{0,70}$/));
    fc.assert(
      fc.property(text, (given) => {
        const parsed = parseTokenCursor(given);
        expect(parsed === null || formatTokenCursor(parsed) === given).toBe(true);
      }),
    );
  });

  it.each(['', '1', '.tk_a', '01.tk_a', '-1.tk_a', '1.tk a', "1.tk'", '12345678901.tk_a', '1e3.tk_a'])(
    'is not "%s"',
    (text) => expect(parseTokenCursor(text)).toBeNull(),
  );
});
