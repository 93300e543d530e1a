/** One step of a pattern: which characters it takes, and how often. */
interface Step {
  readonly takes: (character: string) => boolean;
  readonly isOptional: boolean;
  readonly repeats: boolean;
}

export interface PlainRegex {
  /** True when the whole of `text` matches. Takes steps × characters, whatever the pattern. */
  matches(text: string): boolean;
}

const maxLength = 512;
const one = /^(?:\\([^A-Za-z0-9])|\[(\^?)(\]?[^\]\\[]*)\]|([^\\[\](){}|*+?^$]))([*+?]?)/;

/**
 * Parses a regular expression of literals, `.`, `[…]`, `\` before punctuation, and `*`, `+`, `?` after each of them.
 * Null for everything else: groups, alternatives and counts would need an engine that a pattern from outside can keep
 * busy for ever. `^` may begin and `$` may end it; it matches the whole text with or without them.
 */
export function parsePlainRegex(pattern: string): PlainRegex | null {
  if (pattern.length > maxLength) return null;
  let rest = pattern.replace(/^\^/, '').replace(/(^|[^\\])\$$/, '$1');
  const steps: Step[] = [];
  while (rest !== '') {
    const [whole, escaped, negation, members, plain, quantifier] = one.exec(rest) ?? [];
    if (whole === undefined) return null;
    const takes = members === undefined ? takesPlain(escaped, plain) : takesMember(members, negation === '^');
    steps.push({
      takes,
      isOptional: quantifier === '*' || quantifier === '?',
      repeats: quantifier === '*' || quantifier === '+',
    });
    rest = rest.slice(whole.length);
  }
  return { matches: (text) => matchesSteps(steps, text) };
}

function takesPlain(escaped: string | undefined, plain: string | undefined): Step['takes'] {
  if (plain === '.') return () => true;
  const literal = escaped ?? plain;
  return (character) => character === literal;
}

/** A bracket expression (POSIX 9.3.5): characters and ranges of them. */
function takesMember(members: string, isNegated: boolean): Step['takes'] {
  const singles = new Set<string>();
  const ranges: (readonly [low: string, high: string])[] = [];
  for (let index = 0; index < members.length; index++) {
    const low = members.charAt(index);
    const isRange = members.charAt(index + 1) === '-' && index + 2 < members.length;
    if (isRange) ranges.push([low, members.charAt(index + 2)]);
    else singles.add(low);
    if (isRange) index += 2;
  }
  return (character) => {
    const isMember = singles.has(character) || ranges.some(([low, high]) => character >= low && character <= high);
    return isMember !== isNegated;
  };
}

/** Follows all ways through the steps at once: `reached` holds the steps that may come next. */
function matchesSteps(steps: readonly Step[], text: string): boolean {
  let reached = withSkipped(steps, new Set([0]));
  for (const character of text) {
    const next = new Set<number>();
    for (const index of reached) {
      const step = steps[index];
      if (step === undefined || !step.takes(character)) continue;
      next.add(index + 1);
      if (step.repeats) next.add(index);
    }
    if (next.size === 0) return false;
    reached = withSkipped(steps, next);
  }
  return reached.has(steps.length);
}

/** Adds the steps that are reached by leaving optional ones out; a set also visits what is added meanwhile. */
function withSkipped(steps: readonly Step[], reached: Set<number>): Set<number> {
  for (const index of reached) {
    if (steps[index]?.isOptional === true) reached.add(index + 1);
  }
  return reached;
}
