import { describe, expect, it } from 'vitest';
import { createKeyEncryption, unwrapSecret, wrapSecret } from './key-encryption.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const kek = hex('a1'.repeat(32));
const secret = hex('101112131415161718191a1b1c1d1e1f');

describe('wrapSecret', () => {
  it('makes vector A8 of the Vylux contract', () => {
    const { wrapped } = wrapSecret(kek, 'v1', secret, hex('000102030405060708090a0b'));
    expect(Buffer.from(wrapped).toString('hex')).toBe(
      'bc3a1be4f34a35fc12b6b85a15641af3dbb621ced71f5ce97f38d3338f81fd3f',
    );
  });

  it('does not unwrap under another version, key or byte', () => {
    const good = wrapSecret(kek, 'v1', secret, hex('000102030405060708090a0b'));
    const flipped = Uint8Array.from(good.wrapped, (byte, index) => (index === 3 ? byte ^ 1 : byte));
    expect(() => unwrapSecret(kek, { ...good, kekVersion: 'v2' })).toThrow();
    expect(() => unwrapSecret(hex('a2'.repeat(32)), good)).toThrow();
    expect(() => unwrapSecret(kek, { ...good, wrapped: flipped })).toThrow();
    expect(() => unwrapSecret(kek, { ...good, wrapped: good.wrapped.subarray(0, 15) })).toThrow();
  });
});

describe('createKeyEncryption', () => {
  it('wraps with the newest version and still unwraps older ones', () => {
    const first = createKeyEncryption(new Map([['v1', 'a1'.repeat(32)]]));
    const both = createKeyEncryption(
      new Map([
        ['v1', 'a1'.repeat(32)],
        ['v2', 'b2'.repeat(32)],
      ]),
    );
    expect(Buffer.from(both.unwrap(first.wrap(secret)))).toEqual(secret);
    expect(both.wrap(secret).kekVersion).toBe('v2');
    expect(() => first.unwrap(both.wrap(secret))).toThrow('v2 is not configured');
  });

  it('opens what was wrapped for an owner as that one’s alone', () => {
    const encryption = createKeyEncryption(new Map([['v1', 'a1'.repeat(32)]]));
    const owned = encryption.wrap(secret, 'mine');
    expect(Buffer.from(encryption.unwrap(owned, 'mine'))).toEqual(secret);
    for (const owner of ['yours', '', undefined]) expect(() => encryption.unwrap(owned, owner)).toThrow();
    expect(() => encryption.unwrap(encryption.wrap(secret), 'mine')).toThrow();
  });
});
