import { KeyRing, type KeyState, MacKey, macKeyRecord } from '@sluice/access';
import { describe, expect, it } from 'vitest';
import { planTransition, stateAt } from './key-transition.ts';

const ringOf = (states: Readonly<Record<string, KeyState>>): KeyRing =>
  new KeyRing(
    Object.entries(states).map(([kid, state], index) =>
      macKeyRecord('edge-hmac', kid, new MacKey(new Uint8Array(32).fill(index + 1)), state),
    ),
  );
const plan = (states: Readonly<Record<string, KeyState>>, kid: string, target: KeyState) => {
  const transition = planTransition(ringOf(states), 'edge-hmac', kid, target);
  return transition === null ? null : Object.fromEntries(transition);
};

describe('planTransition', () => {
  it('makes the former key retire when another is promoted', () => {
    expect(plan({ k1: 'active', k2: 'pending' }, 'k2', 'active')).toEqual({ k1: 'retiring', k2: 'active' });
    expect(plan({ k2: 'pending' }, 'k2', 'active')).toEqual({ k2: 'active' });
  });

  it.each<[KeyState, KeyState]>([
    ['retiring', 'retired'],
    ['pending', 'revoked'],
    ['active', 'revoked'],
    ['retired', 'revoked'],
  ])('lets a key go from %s to %s', (from, to) => {
    expect(plan({ k1: from }, 'k1', to)).toEqual({ k1: to });
  });

  it.each<[KeyState, KeyState]>([
    ['active', 'pending'],
    ['active', 'retired'],
    ['active', 'retiring'],
    ['retired', 'active'],
    ['revoked', 'active'],
    ['revoked', 'revoked'],
  ])('lets no key go from %s to %s', (from, to) => {
    expect(plan({ k1: from }, 'k1', to)).toBeNull();
  });
});

describe('stateAt', () => {
  it('retires a key when its time is over', () => {
    const end = new Date(1000);
    expect([stateAt('retiring', end, 999), stateAt('retiring', end, 1000), stateAt('active', end, 2000)]).toEqual([
      'retiring',
      'retired',
      'active',
    ]);
  });
});
