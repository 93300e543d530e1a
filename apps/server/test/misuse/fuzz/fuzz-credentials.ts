import { createFuzzTargets, type FuzzTarget } from './fuzz-targets.ts';
import { mutateText } from './mutate-text.ts';
import { createRandom } from './random.ts';
import { findSlowness, type Slowness } from './slowness.ts';

/** What was found at one door. */
export interface FuzzReport extends Slowness {
  readonly name: string;
  readonly tried: number;
  /** Mutations that opened the door though they must not. */
  readonly accepted: readonly string[];
  /** Other spellings of the same thing, where the scheme allows them. */
  readonly respelled: number;
}

function fuzzTarget(target: FuzzTarget, count: number, seed: number): FuzzReport {
  const random = createRandom(seed);
  const accepted: string[] = [];
  let respelled = 0;
  const timings = Array.from({ length: count }, () => {
    const text = mutateText(target.credential, random);
    const decide = target.carry(text);
    const start = process.hrtime.bigint();
    const outcome = decide();
    const ns = Number(process.hrtime.bigint() - start);
    if (outcome === 'same' && target.mayBeRespelled) respelled++;
    else if (outcome !== 'refused') accepted.push(text);
    return { text, ns };
  });
  return { name: target.name, tried: count, accepted, respelled, ...findSlowness(timings, target) };
}

/** Tries `count` mutations of valid credentials, spread evenly over every scheme and carrier. */
export function fuzzCredentials(count: number, seed: number): readonly FuzzReport[] {
  const targets = createFuzzTargets();
  for (const target of targets) {
    // A door that nothing opens would refuse every mutation as well.
    if (target.carry(target.credential)() === 'refused') throw new Error(`${target.name}: its credential is refused`);
  }
  const each = Math.ceil(count / targets.length);
  return targets.map((target, index) => fuzzTarget(target, each, seed + index));
}
