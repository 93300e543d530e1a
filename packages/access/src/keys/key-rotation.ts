import type { KeyClass, KeyRecord, KeyState } from './key-record.ts';
import { KeyRing } from './key-ring.ts';

/** Where a key may go from each state. `promoteKey` alone makes a key active. */
const transitions: Readonly<Record<KeyState, readonly KeyState[]>> = {
  pending: ['active', 'revoked'],
  active: ['retiring', 'revoked'],
  retiring: ['retired', 'revoked'],
  retired: ['revoked'],
  revoked: [],
};

export type Rotation =
  | { readonly ok: true; readonly ring: KeyRing }
  | { readonly ok: false; readonly reason: 'key_unknown' | 'transition_not_allowed' };

/** The ring with pending key `kid` active; the key that signed before it is retiring (edge-access §18). */
export function promoteKey(ring: KeyRing, keyClass: KeyClass, kid: string): Rotation {
  const former = ring.signingKey(keyClass);
  const rotation = planTransition(ring, keyClass, kid, 'active');
  if (!rotation.ok) return rotation;
  const changed = new Map([[rotation.record, 'active' as KeyState]]);
  if (former !== null) changed.set(former, 'retiring');
  return { ok: true, ring: withStates(ring, changed) };
}

/** The ring with a retiring key retired: it verifies no more, and its id stays taken. */
export function retireKey(ring: KeyRing, keyClass: KeyClass, kid: string): Rotation {
  const rotation = planTransition(ring, keyClass, kid, 'retired');
  return rotation.ok ? { ok: true, ring: withStates(ring, new Map([[rotation.record, 'retired']])) } : rotation;
}

/** The ring with a key revoked: whatever it signed is refused from now on. */
export function revokeKey(ring: KeyRing, keyClass: KeyClass, kid: string): Rotation {
  const rotation = planTransition(ring, keyClass, kid, 'revoked');
  return rotation.ok ? { ok: true, ring: withStates(ring, new Map([[rotation.record, 'revoked']])) } : rotation;
}

function planTransition(
  ring: KeyRing,
  keyClass: KeyClass,
  kid: string,
  target: KeyState,
): { ok: true; record: KeyRecord } | { ok: false; reason: 'key_unknown' | 'transition_not_allowed' } {
  const record = ring.records().find((candidate) => candidate.keyClass === keyClass && candidate.kid === kid);
  if (record === undefined) return { ok: false, reason: 'key_unknown' };
  if (!transitions[record.state].includes(target)) return { ok: false, reason: 'transition_not_allowed' };
  return { ok: true, record };
}

function withStates(ring: KeyRing, states: ReadonlyMap<KeyRecord, KeyState>): KeyRing {
  return new KeyRing(ring.records().map((record) => ({ ...record, state: states.get(record) ?? record.state })));
}
