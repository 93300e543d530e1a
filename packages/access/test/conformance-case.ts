import type { Crypto, Timing } from '@sluice/access';

/** One check that must hold under every engine and in every runtime; throws when it does not. */
export interface ConformanceCase {
  readonly name: string;
  run(crypto: Crypto<Timing>): void | Promise<void>;
}

/** Throws unless both have the same JSON, members in any order. Needs no test library, so it runs in a browser page. */
export function expectSame(actual: unknown, expected: unknown): void {
  const [left, right] = [canonicalJson(actual), canonicalJson(expected)];
  if (left !== right) throw new Error(`expected ${right}, got ${left}`);
}

function canonicalJson(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([left], [right]) => (left < right ? -1 : 1)))
      : member,
  );
}
