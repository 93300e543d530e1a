import { MacKey, macKeyRecord } from '@sluice/access';
import { nodeCrypto } from '../../apps/server/src/adapters/crypto/node.ts';
import { measureInRounds } from '../alternating-rounds.ts';
import { bareHmac } from '../bare-hmac.ts';
import { wholeDecision } from '../whole-decision.ts';

export interface DecisionCost {
  readonly seconds: number;
  /** How often one bare HMAC fits in. */
  readonly hmacs: number;
}

/** What the gate takes to decide a token that it has seen before. */
export async function measureDecision(): Promise<DecisionCost> {
  const secret = new Uint8Array(32).fill(1);
  const key = macKeyRecord('edge-hmac', 'k1', new MacKey(secret));
  const contenders = [wholeDecision(nodeCrypto(), key, 1_777_032_108, true), bareHmac(secret)];
  const [decision, hmac] = await measureInRounds(contenders, { rounds: 11, roundMs: 200 });
  const seconds = 1 / (decision?.callsPerSecond ?? Number.NaN);
  return { seconds, hmacs: seconds * (hmac?.callsPerSecond ?? Number.NaN) };
}
