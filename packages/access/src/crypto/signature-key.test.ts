import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { MacKey } from './mac-key.ts';
import { type Jwk, PrivateKey, PublicKey } from './signature-key.ts';

function rsaJwk(modulusLength: number): Jwk {
  return generateKeyPairSync('rsa', { modulusLength }).privateKey.export({ format: 'jwk' }) as Jwk;
}
const edJwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as Jwk;
const ecJwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }) as Jwk;
const otherCurve = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({ format: 'jwk' }) as Jwk;

describe('signature keys', () => {
  it('keep only public members in a public key', () => {
    expect(Object.keys(new PublicKey('EdDSA', edJwk).jwk).sort()).toEqual(['crv', 'kty', 'x']);
    expect(Object.keys(new PublicKey('ES256', ecJwk).jwk).sort()).toEqual(['crv', 'kty', 'x', 'y']);
  });

  it('refuse RSA under 2048 bits', () => {
    expect(() => new PublicKey('RS256', rsaJwk(2040))).toThrow('2048 bits');
    expect(new PublicKey('RS256', rsaJwk(2048)).alg).toBe('RS256');
  });

  it.each([
    ['RS256', ecJwk],
    ['ES256', otherCurve],
    ['ES256', edJwk],
    ['EdDSA', ecJwk],
    ['EdDSA', { kty: 'OKP', crv: 'Ed25519' }],
  ] as const)('refuse a key that is not one for %s', (alg, jwk) => {
    expect(() => new PublicKey(alg, jwk)).toThrow(TypeError);
  });

  it('do not print what is secret', () => {
    const keys = [MacKey.fromText('correct horse'), new PrivateKey('EdDSA', edJwk)];
    const printed = keys.map((key) => inspect(key, { depth: 9, showHidden: true }) + JSON.stringify(key)).join();
    expect(printed).not.toContain('correct horse');
    expect(printed).not.toContain(edJwk.d);
    expect(printed).not.toMatch(/\b99\b/);
  });

  it('are never empty', () => {
    expect(() => MacKey.fromText('')).toThrow(RangeError);
  });
});
