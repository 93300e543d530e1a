import { generateKeyPairSync } from 'node:crypto';
import { type Jwk, type KeyRecord, KeyRing, MacKey, macKeyRecord, PrivateKey, PublicKey } from '@sluice/access';
import { describe, expect, it } from 'vitest';
import { edgeKeySet, openEdgeKeySet } from './edge-key-set.ts';

const secret = (fill: number): MacKey => new MacKey(new Uint8Array(32).fill(fill));
const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as Jwk;
const active = macKeyRecord('edge-hmac', 'k1', secret(1));
const pending = macKeyRecord('edge-hmac', 'k2', secret(2), 'pending');
const gone = macKeyRecord('edge-hmac', 'k3', secret(3), 'revoked');
const images = macKeyRecord('vylux-delivery', 'v1', secret(4));
const pair: KeyRecord & { readonly verifyKey: PublicKey } = {
  keyClass: 'edge-jwt-asym',
  kid: 'k4',
  state: 'active',
  verifyKey: new PublicKey('EdDSA', jwk),
  signKey: new PrivateKey('EdDSA', jwk),
};

describe('the key set of an edge', () => {
  it('opens to the keys that verify, public halves without their private ones', () => {
    const records = openEdgeKeySet(edgeKeySet(new KeyRing([active, pending, gone, pair, images])));
    expect(records.map(({ kid, state }) => `${kid} ${state}`)).toEqual(['k1 active', 'k2 pending', 'k4 active']);
    const [hmac, , asymmetric] = records as [KeyRecord, KeyRecord, KeyRecord];
    expect((hmac.verifyKey as MacKey).exportBytes()).toEqual(new Uint8Array(32).fill(1));
    expect(asymmetric.signKey).toBeNull();
    expect((asymmetric.verifyKey as PublicKey).jwk).toEqual(pair.verifyKey.jwk);
  });

  it('holds no private member and no key that it is not for', () => {
    const text = JSON.stringify(edgeKeySet(new KeyRing([active, gone, pair, images])));
    expect(text).not.toContain(jwk.d);
    for (const key of [gone, images]) {
      expect(text).not.toContain(Buffer.from(key.verifyKey.exportBytes()).toString('base64url'));
    }
  });

  it('has a version that changes with a key, its state or its secret, and with nothing else', () => {
    const versionOf = (...records: (typeof active)[]): string => edgeKeySet(new KeyRing(records)).version;
    const others = [
      versionOf(active),
      versionOf(active, { ...pending, state: 'retiring' }),
      versionOf(active, macKeyRecord('edge-hmac', 'k2', secret(5), 'pending')),
    ];
    const version = versionOf(active, pending);
    expect(versionOf(pending, active)).toBe(version);
    expect(versionOf(active, pending, gone)).toBe(version);
    expect(new Set([...others, version]).size).toBe(4);
  });

  it('is refused whole when a key does not fit its algorithm', () => {
    const set = edgeKeySet(new KeyRing([active, pair]));
    for (const key of set.keys) {
      const swapped = { ...key, material: typeof key.material === 'string' ? { kty: 'oct' } : 'AAAA' };
      expect(() => openEdgeKeySet({ ...set, keys: [swapped] })).toThrow(TypeError);
    }
  });
});
