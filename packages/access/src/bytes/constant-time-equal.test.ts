import fc from 'fast-check';
import { expect, it } from 'vitest';
import { constantTimeEqual } from './constant-time-equal.ts';

it('says what a plain comparison says', () => {
  const bytes = fc.uint8Array({ maxLength: 4, max: 2 });
  fc.assert(
    fc.property(bytes, bytes, (left, right) => {
      expect(constantTimeEqual(left, right)).toBe(Buffer.from(left).equals(right));
      expect(constantTimeEqual(left, left.slice())).toBe(true);
    }),
  );
});
