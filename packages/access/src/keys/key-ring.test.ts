import { describe, expect, it } from 'vitest';
import { MacKey } from '../crypto/mac-key.ts';
import { type KeyRecord, type KeyState, macKeyRecord } from './key-record.ts';
import { KeyRing } from './key-ring.ts';
import { promoteKey, retireKey, revokeKey } from './key-rotation.ts';

const states: readonly KeyState[] = ['pending', 'active', 'retiring', 'retired', 'revoked'];
const key = (kid: string, state: KeyState, secret = kid): KeyRecord =>
  macKeyRecord('edge-hmac', kid, MacKey.fromText(secret), state);

describe('a key ring', () => {
  it('signs with the active key and verifies with what may still or soon be in use', () => {
    const ring = new KeyRing(states.map((state) => key(`k-${state}`, state)));
    expect(ring.signingKey('edge-hmac')?.kid).toBe('k-active');
    const verifying = states.filter((state) => ring.verifyingKey('edge-hmac', `k-${state}`) !== null);
    expect(verifying).toEqual(['pending', 'active', 'retiring']);
    expect(ring.verifyingKeys('edge-hmac').map(({ kid }) => kid)).toEqual(['k-active', 'k-pending', 'k-retiring']);
  });

  it('does not find a key under another class', () => {
    const ring = new KeyRing([key('k1', 'active')]);
    expect(ring.verifyingKey('webhook', 'k1')).toBeNull();
    expect(ring.signingKey('webhook')).toBeNull();
    expect(ring.verifyingKeys('webhook')).toEqual([]);
  });

  it('takes up to four verifying keys of a class', () => {
    const retiring = ['k1', 'k2', 'k3', 'k4'].map((kid) => key(kid, 'retiring'));
    expect(new KeyRing([...retiring, key('k5', 'retired')]).verifyingKeys('edge-hmac')).toHaveLength(4);
    expect(() => new KeyRing([...retiring, key('k5', 'pending')])).toThrow('more than 4 verifying keys');
  });

  it.each([
    ['two active keys', [key('k1', 'active'), key('k2', 'active')], 'two active keys'],
    ['one id twice', [key('k1', 'active'), key('k1', 'retired', 'other')], 'used twice'],
    ['one secret twice', [key('k1', 'active', 'same'), key('k2', 'retiring', 'same')], 'share a secret'],
    [
      'one secret in two classes',
      [key('k1', 'active', 'same'), macKeyRecord('webhook', 'w1', MacKey.fromText('same'))],
      'keys edge-hmac/k1 and webhook/w1 share a secret',
    ],
    ['a malformed id', [key('k 1', 'active')], 'malformed'],
  ])('refuses %s', (_what, records, message) => {
    expect(() => new KeyRing(records)).toThrow(message);
  });
});

describe('rotation', () => {
  const ring = new KeyRing([key('old', 'active'), key('new', 'pending'), key('older', 'retiring')]);
  const stateAfter = (rotation: ReturnType<typeof promoteKey>, kid: string) =>
    rotation.ok ? rotation.ring.records().find((record) => record.kid === kid)?.state : rotation.reason;

  it('makes the pending key sign and lets the former one verify', () => {
    const promoted = promoteKey(ring, 'edge-hmac', 'new');
    expect([stateAfter(promoted, 'new'), stateAfter(promoted, 'old')]).toEqual(['active', 'retiring']);
    expect(ring.signingKey('edge-hmac')?.kid).toBe('old');
  });

  it('retires and revokes', () => {
    expect(stateAfter(retireKey(ring, 'edge-hmac', 'older'), 'older')).toBe('retired');
    for (const kid of ['old', 'new', 'older'])
      expect(stateAfter(revokeKey(ring, 'edge-hmac', kid), kid)).toBe('revoked');
  });

  it('refuses every other step', () => {
    expect(stateAfter(promoteKey(ring, 'edge-hmac', 'old'), 'old')).toBe('transition_not_allowed');
    expect(stateAfter(promoteKey(ring, 'edge-hmac', 'older'), 'older')).toBe('transition_not_allowed');
    expect(stateAfter(retireKey(ring, 'edge-hmac', 'old'), 'old')).toBe('transition_not_allowed');
    expect(stateAfter(revokeKey(ring, 'edge-hmac', 'nobody'), 'nobody')).toBe('key_unknown');
    expect(stateAfter(revokeKey(ring, 'webhook', 'old'), 'old')).toBe('key_unknown');
  });
});
