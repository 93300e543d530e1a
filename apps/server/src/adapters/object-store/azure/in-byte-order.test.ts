import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inByteOrder } from './in-byte-order.ts';

async function* items(keys: readonly string[]): AsyncGenerator<{ readonly key: string }> {
  for (const key of keys) yield { key };
}

async function ordered(keys: readonly string[]): Promise<string[]> {
  const given: string[] = [];
  for await (const { key } of inByteOrder(items(keys))) given.push(key);
  return given;
}

const byBytes = (left: string, right: string): number => Buffer.compare(Buffer.from(left), Buffer.from(right));
const keys = fc.uniqueArray(
  fc.string({ unit: fc.constantFrom('a', 'b', '/', 'é', '\ud7ff', '\ue000', '\uff5e', '😀', '🎬') }),
);

test('keys in the order of UTF-16 units come out in the order of bytes', async () => {
  await fc.assert(
    fc.asyncProperty(keys, async (given) => {
      expect(await ordered([...given].sort())).toEqual([...given].sort(byBytes));
    }),
  );
});

test('keys that are in the order of bytes stay so', async () => {
  await fc.assert(
    fc.asyncProperty(keys, async (given) => {
      const sorted = [...given].sort(byBytes);
      expect(await ordered(sorted)).toEqual(sorted);
    }),
  );
});
