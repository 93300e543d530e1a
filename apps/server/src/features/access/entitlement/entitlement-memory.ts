import { dropOldest } from '../../../platform/drop-oldest.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { AskEntitlement, Entitlement, EntitlementQuestion } from './entitlement.ts';

interface Remembered {
  readonly answer: Promise<Entitlement>;
  readonly untilMs: number;
}

/** Longest list that is kept; beyond it the oldest answer is asked for anew. */
const MAX_ANSWERS = 10_000;

/** Every order has another id, and asks the same. */
const nameOf = ({ subject, assetId, tokenId, action }: EntitlementQuestion): string =>
  JSON.stringify([subject, assetId, action, action === 'issue' ? null : tokenId]);

/** Asks an equal question once in `keepMs`, also while the first is still under way. What nobody knew is asked again. */
export function createEntitlementMemory(ask: AskEntitlement, clock: Clock, keepMs: number): AskEntitlement {
  const remembered = new Map<string, Remembered>();
  return (question) => {
    const name = nameOf(question);
    const known = remembered.get(name);
    if (known !== undefined && clock.nowMs() < known.untilMs) return known.answer;
    const answer = ask(question);
    remembered.delete(name);
    remembered.set(name, { answer, untilMs: clock.nowMs() + keepMs });
    void answer.then((entitlement) => {
      if (entitlement === 'unknown' && remembered.get(name)?.answer === answer) remembered.delete(name);
    });
    dropOldest(remembered, MAX_ANSWERS);
    return answer;
  };
}
