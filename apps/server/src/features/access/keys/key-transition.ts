import { type KeyClass, type KeyRing, type KeyState, promoteKey, retireKey, revokeKey } from '@sluice/access';

/** Life of any token that a key signed last, and what clocks may differ by: so long a former key verifies (edge access §18). */
export const VERIFY_AFTER_SECONDS = 86_400 + 300;

/** The states that change, by key id; null when the key may not go there. */
export type Transition = ReadonlyMap<string, KeyState> | null;

const rotations: Readonly<Partial<Record<KeyState, typeof promoteKey>>> = {
  active: promoteKey,
  retired: retireKey,
  revoked: revokeKey,
};

/** What happens to the keys of a class when `kid` goes to `target`: a promotion makes the former key retire. */
export function planTransition(ring: KeyRing, keyClass: KeyClass, kid: string, target: KeyState): Transition {
  const rotation = rotations[target]?.(ring, keyClass, kid);
  if (rotation?.ok !== true) return null;
  const before = new Map(ring.records().map((record) => [record.kid, record.state]));
  const changed = rotation.ring.records().filter((record) => before.get(record.kid) !== record.state);
  return new Map(changed.map((record) => [record.kid, record.state]));
}

/** A retiring key whose time is over is retired, whoever looks. */
export const stateAt = (state: KeyState, verifyUntil: Date | null, nowMs: number): KeyState =>
  state === 'retiring' && verifyUntil !== null && verifyUntil.getTime() <= nowMs ? 'retired' : state;
