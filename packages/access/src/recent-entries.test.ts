import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RecentEntries } from './recent-entries.ts';

it('keeps what was asked for among the last so many, and the same thing', () => {
  const keys = fc.array(fc.integer({ min: 0, max: 12 }).map(String));
  fc.assert(
    fc.property(keys, (asked) => {
      const entries = new RecentEntries<{ key: string }>(4);
      const made = new Map<string, object>();
      for (const [index, key] of asked.entries()) {
        const recent = new Set(asked.slice(Math.max(0, index - 4), index));
        const found = entries.get(key);
        if (recent.has(key)) expect(found).toBe(made.get(key));
        if (found !== undefined) continue;
        const entry = { key };
        made.set(key, entry);
        entries.add(key, entry);
      }
    }),
  );
});

it('forgets the rest', () => {
  const entries = new RecentEntries<{ key: number }>(3);
  for (let key = 0; key < 100; key++) entries.add(String(key), { key });
  const left = Array.from({ length: 100 }, (_, key) => key).filter((key) => entries.get(String(key)) !== undefined);
  expect(left.length).toBeLessThanOrEqual(6);
  expect(left).toContain(99);
});
