import { expect, it } from 'vitest';
import { fuzzCredentials } from './fuzz/fuzz-credentials.ts';
import { mutateText } from './fuzz/mutate-text.ts';
import { createRandom } from './fuzz/random.ts';

it('20,000 mutations of valid credentials of every scheme open nothing', () => {
  const reports = fuzzCredentials(20_000, 3);
  expect(reports.reduce((sum, { tried }) => sum + tried, 0)).toBeGreaterThanOrEqual(20_000);
  for (const { name, accepted } of reports) expect(accepted, name).toEqual([]);
});

it('a mutation is never the credential itself, and a seed makes the same ones again', () => {
  const all = (seed: number) => {
    const random = createRandom(seed);
    return Array.from({ length: 500 }, () => mutateText('v=1~kid=k1~sig=abc', random));
  };
  expect(all(1)).toEqual(all(1));
  expect(all(1)).not.toEqual(all(2));
  expect(all(1)).not.toContain('v=1~kid=k1~sig=abc');
});
